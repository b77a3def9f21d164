"""What is done to the databases of a PostgreSQL server."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from devstack.ports import HOST

__all__ = ['USER', 'Postgres']

USER = 'netbox'


@dataclass(frozen=True)
class Postgres:
    """A running server: where its programs are, and how to reach it. The role may do everything."""

    programs: Path
    port: int
    password: str

    def connect(self, database: str = 'postgres') -> psycopg.Connection:
        """Open a connection that commits each statement."""
        return psycopg.connect(
            host=HOST, port=self.port, user=USER, password=self.password, dbname=database, autocommit=True
        )

    def answers(self) -> bool:
        """Tell whether the server accepts connections."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def has_database(self, name: str) -> bool:
        with self.connect() as connection:
            found = connection.execute('SELECT 1 FROM pg_database WHERE datname = %s', [name])
            return found.fetchone() is not None

    def create_database(self, name: str, template: str = 'template0') -> None:
        """Create a database as a copy of `template`, to which nobody may be connected."""
        self._execute(sql.SQL('CREATE DATABASE {} TEMPLATE {}').format(sql.Identifier(name), sql.Identifier(template)))

    def rename_database(self, old: str, new: str) -> None:
        self._execute(sql.SQL('ALTER DATABASE {} RENAME TO {}').format(sql.Identifier(old), sql.Identifier(new)))

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._execute(sql.SQL('DROP DATABASE IF EXISTS {} WITH (FORCE)').format(sql.Identifier(name)))

    def dump(self, database: str, target: Path) -> None:
        """Write the whole of `database` to the file `target`."""
        self._run('pg_dump', '--format=custom', f'--file={target}', f'--dbname={database}')

    def restore(self, source: Path, database: str) -> None:
        """Fill the empty `database` from a file that `dump` wrote."""
        self._run('pg_restore', '--exit-on-error', f'--dbname={database}', str(source))

    def _execute(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        where = [f'--host={HOST}', f'--port={self.port}', f'--username={USER}']
        environment = {**os.environ, 'PGPASSWORD': self.password}
        done = subprocess.run(
            [self.programs / program, *where, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f'{program} failed: {done.stderr.strip()}')
