"""PostgreSQL's server programs: found where systems keep them, or installed."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from devstack.system_packages import SystemPackage

__all__ = ['find_or_install_postgres', 'find_postgres']

OLDEST = 15
_PACKAGE = SystemPackage(
    title=f'PostgreSQL {OLDEST} or newer',
    names={
        'apt-get': ['postgresql'],
        'dnf': ['postgresql-server'],
        'pacman': ['postgresql'],
        'apk': ['postgresql'],
        'brew': ['postgresql@17'],
    },
    home_page='https://www.postgresql.org/download/',
)


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server here, None without one of NetBox's minimum version."""
    found = {folder: major for folder in _candidates() if (major := _major(folder)) >= OLDEST}
    return max(found, key=lambda folder: found[folder], default=None)


def find_or_install_postgres() -> Path:
    """Return the folder of PostgreSQL's programs, installed with the system's package manager where that is allowed.

    Raises PackageMissingError, which says what to type.
    """
    return _PACKAGE.provided(find_postgres)


def _candidates() -> Iterator[Path]:
    pg_config = shutil.which('pg_config')
    if pg_config:
        answer = subprocess.run([pg_config, '--bindir'], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    on_path = shutil.which('postgres')
    if on_path:
        yield Path(on_path).resolve().parent
    yield from Path('/usr/lib/postgresql').glob('*/bin')
    yield from Path('/usr').glob('pgsql-*/bin')
    for prefix in ('/opt/homebrew/opt', '/usr/local/opt', '/home/linuxbrew/.linuxbrew/opt'):
        yield from Path(prefix).glob('postgresql*/bin')


def _major(folder: Path) -> int:
    if not all((folder / program).exists() for program in ('postgres', 'initdb', 'pg_dump', 'pg_restore')):
        return 0
    answer = subprocess.run([folder / 'postgres', '--version'], capture_output=True, text=True, check=False)
    number = answer.stdout.partition(')')[2].strip().partition('.')[0]
    return int(number) if number.isdigit() else 0
