"""The servers that every NetBox of a run shares: PostgreSQL and Valkey."""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from devstack.credentials import Credentials
from devstack.postgres import Postgres
from devstack.postgres_binaries import find_or_install_postgres
from devstack.postgres_server import start_postgres
from devstack.site_settings import SiteSettings
from devstack.supervisor import Supervisor
from devstack.valkey import Valkey, start_valkey

__all__ = ['TEMPLATE', 'VARIABLE', 'Foundations']

VARIABLE = 'DEVSTACK_FOUNDATIONS'
TEMPLATE = 'netbox_template'
_VALKEY_DATABASES_PER_SITE = 3


@dataclass(frozen=True)
class Foundations:
    """Running servers and the folder of the run. Other processes attach to them through the environment."""

    folder: Path
    postgres: Postgres
    valkey: Valkey
    credentials: Credentials

    @classmethod
    def start(cls, supervisor: Supervisor) -> Self:
        """Start the servers in a new folder that ends with the run; raises PackageMissingError."""
        programs = find_or_install_postgres()
        folder = supervisor.new_folder()
        valkey = start_valkey(folder, supervisor)
        return cls(folder, start_postgres(programs, folder, supervisor), valkey, Credentials.of_checkout())

    @classmethod
    def from_environment(cls) -> Self:
        """Attach to the servers of the run that started this process; raises KeyError outside of one."""
        content = json.loads(Path(os.environ[VARIABLE]).read_text())
        postgres = content['postgres']
        return cls(
            folder=Path(content['folder']),
            postgres=Postgres(**{**postgres, 'programs': Path(postgres['programs'])}),
            valkey=Valkey(**content['valkey']),
            credentials=Credentials(**content['credentials']),
        )

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which `from_environment` works."""
        path = self.folder / 'foundations.json'
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), default=str))
        return {VARIABLE: str(path)}

    def site(self, database: str, number: int = 0) -> SiteSettings:
        """Return the settings of a NetBox on these servers; `number` keeps its Valkey databases its own."""
        return SiteSettings(
            database=database,
            postgres_port=self.postgres.port,
            postgres_password=self.postgres.password,
            valkey_port=self.valkey.port,
            valkey_password=self.valkey.password,
            valkey_first_database=number * _VALKEY_DATABASES_PER_SITE,
            secret_key=self.credentials.secret_key,
            token_pepper=self.credentials.token_pepper,
            encryption_key=self.credentials.encryption_key,
        )

    def next_number(self) -> int:
        """Return a number that no other site of this run has, in whatever process it is asked for; from 1 on."""
        with (self.folder / 'sites').open('a+') as counter:
            fcntl.flock(counter, fcntl.LOCK_EX)
            counter.write('.')
            counter.flush()
            return counter.tell()
