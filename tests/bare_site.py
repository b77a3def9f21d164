"""A NetBox whose database has never seen the plugin, and the commands that it runs there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import psycopg

from devstack.foundations import TEMPLATE, Foundations
from devstack.paths import new_log_folder
from devstack.process import Command, Process
from devstack.supervisor import Supervisor

__all__ = ('BareSite',)

COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"


class BareSite:
    """Its settings name the plugin; its database is that of a NetBox without plugins."""

    def __init__(self, foundations: Foundations, supervisor: Supervisor) -> None:
        number = foundations.next_number()
        self._foundations, self._supervisor = foundations, supervisor
        self._settings = foundations.site(f'netbox_{number}', number)
        self.folder: Path = foundations.folder / self._settings.database
        foundations.postgres.create_database(self._settings.database, TEMPLATE)

    @classmethod
    @contextmanager
    def attached(cls, name: str) -> Iterator[Self]:
        """Make one on the servers of the run; `name` is that of its logs."""
        with Supervisor(new_log_folder(name)) as supervisor:
            yield cls(Foundations.from_environment(), supervisor)

    def start(self, *arguments: str, with_plugin: bool = True) -> Process:
        """Start `netbox ...`."""
        settings = replace(self._settings, with_plugin=with_plugin)
        environment = settings.write(self.folder / 'site.json')
        command = [sys.executable, '-m', 'netbox', *arguments]
        return self._supervisor.start(Command(f'netbox-{arguments[0]}', command, environment))

    def run(self, *arguments: str, with_plugin: bool = True) -> tuple[int, str]:
        """The exit code and the output of `netbox ...`."""
        process = self.start(*arguments, with_plugin=with_plugin)
        return process.wait(timeout=600), process.log.read_text()

    def load(self, file: Path) -> None:
        """Do what a dump of the takeover says: load it with psql."""
        postgres = self._foundations.postgres
        where = ['--host=127.0.0.1', f'--port={postgres.port}', '--username=netbox', self._settings.database]
        command: list[str | Path] = [postgres.programs / 'psql', '--no-psqlrc', f'--file={file}', *where]
        self._supervisor.run(Command('psql', command, {'PGPASSWORD': postgres.password}))

    def database(self) -> psycopg.Connection:
        return self._foundations.postgres.connect(self._settings.database)

    def state(self) -> tuple[set[Any], set[Any]]:
        """All columns of all tables, and all migrations that count as applied."""
        with self.database() as database:
            columns = database.execute(COLUMNS).fetchall()
            return set(columns), set(database.execute('SELECT app, name FROM django_migrations').fetchall())
