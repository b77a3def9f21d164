"""The database of a NetBox without plugins, from a dump in the user's cache where there is one.

NetBox's own migrations take about five minutes of one core, and their result depends on nothing but their code.
"""

import hashlib
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from devstack.foundations import TEMPLATE, Foundations
from devstack.paths import cache_folder
from devstack.postgres import Postgres
from devstack.process import Command, Process, ProcessError
from devstack.steps import Step
from devstack.supervisor import Supervisor

__all__ = ['cached_dump', 'create_template', 'migration_counts', 'migrations_digest']

# They are in the environment, but not in a NetBox without plugins.
_PLUGIN_PACKAGES = {'django_celery_beat', 'netbox_branching'}


def create_template(foundations: Foundations, supervisor: Supervisor, step: Step) -> None:
    """Create the database that all others are copied from, and leave a dump of it for the next time."""
    postgres = foundations.postgres
    dump = cached_dump(postgres)
    if dump.exists() and _restored(postgres, dump):
        return
    postgres.create_database(TEMPLATE)
    _migrate(foundations, supervisor, step)
    unfinished = dump.with_suffix(f'.{os.getpid()}')
    postgres.dump(TEMPLATE, unfinished)
    unfinished.replace(dump)


def cached_dump(postgres: Postgres) -> Path:
    """Return where the dump for the installed NetBox is kept: its name says NetBox's version and migrations."""
    packages = Path(sysconfig.get_path('purelib'))
    server = postgres.connect()
    with server:
        major = server.info.server_version // 10000
    return cache_folder() / f'netbox-{version("netbox")}-{migrations_digest(packages)}-postgresql-{major}.dump'


def migrations_digest(packages: Path) -> str:
    """Return a digest of the names and contents of all migrations in the folder `packages`."""
    digest = hashlib.sha256()
    for path in sorted(_migration_files(packages)):
        digest.update(f'{path.relative_to(packages)}\0'.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migration_files(packages: Path) -> Iterator[Path]:
    for depth in ('*', '*/*', '*/*/*'):
        for path in packages.glob(f'{depth}/migrations/*.py'):
            if path.relative_to(packages).parts[0] not in _PLUGIN_PACKAGES:
                yield path


def _restored(postgres: Postgres, dump: Path) -> bool:
    postgres.create_database(TEMPLATE)
    try:
        postgres.restore(dump, TEMPLATE)
    except RuntimeError:
        postgres.drop_database(TEMPLATE)
        return False
    return True


def _migrate(foundations: Foundations, supervisor: Supervisor, step: Step) -> None:
    site = replace(foundations.site(TEMPLATE), with_plugin=False)
    environment = site.write(foundations.folder / TEMPLATE / 'site.json')
    command = Command('netbox-migrations', [sys.executable, '-m', 'devstack.migrate_netbox'], environment)
    process = supervisor.start(command)
    try:
        process.wait_until(lambda: _has_ended(process, step), timeout=3600)
    finally:
        supervisor.stop(process)
    if process.wait() != 0:
        raise ProcessError(process, 'failed')


def _has_ended(process: Process, step: Step) -> bool:
    done, total = migration_counts(process.log.read_text())
    if total:
        step.progress(done, total)
    return not process.is_running()


def migration_counts(log: str) -> tuple[int, int]:
    """Return how many migrations the log of `devstack.migrate_netbox` says are done, and of how many."""
    total = re.search(r'^(\d+) migrations$', log, re.MULTILINE)
    return len(re.findall(r'^  Applying .* OK$', log, re.MULTILINE)), int(total[1]) if total else 0
