"""One NetBox with a database of its own."""

import fcntl
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from devstack.foundations import TEMPLATE, Foundations
from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.supervisor import Supervisor

__all__ = ['NetBoxSite']

_SITE_TEMPLATE = 'netbox_site_template'


class NetBoxSite:
    """A NetBox with the plugin, an administrator `admin` and an API token; how to reach it and its Flower.

    `with_branching` adds netbox-branching, as to a NetBox that had the plugin before; `broker` is what its settings say
    of one beside the Valkey of the run.
    """

    def __init__(
        self,
        foundations: Foundations,
        supervisor: Supervisor,
        *,
        with_branching: bool = False,
        broker: Mapping[str, Any] | None = None,
    ) -> None:
        number = foundations.next_number()
        self.database = f'netbox_{number}'
        self.web_port, self.flower_port = free_port(), free_port()
        self.url, self.flower_url = f'http://{HOST}:{self.web_port}', f'http://{HOST}:{self.flower_port}'
        self.api_token = foundations.credentials.api_token
        self.settings = replace(
            foundations.site(self.database, number),
            flower_url=self.flower_url,
            with_branching=with_branching,
            **(broker or {}),
        )
        self.folder = foundations.folder / self.database
        self.environment = self.settings.write(self.folder / 'site.json')
        self._foundations = foundations
        self._supervisor = supervisor

    def create_database(self) -> None:
        """Create the database; the first site of a run makes the template that the next ones are copied from."""
        postgres = self._foundations.postgres
        with (self._foundations.folder / 'site-template.lock').open('w') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not postgres.has_database(_SITE_TEMPLATE):
                self._create_template()
        postgres.create_database(self.database, _SITE_TEMPLATE)
        if self.settings.with_branching:
            self.run_netbox('migrate', '--no-input')

    def command(self, name: str, module: str, *arguments: str, **environment: str) -> Command:
        """Return the command that runs the Python module `module` beside this NetBox."""
        return Command(name, [sys.executable, '-m', module, *arguments], {**self.environment, **environment})

    def run_netbox(self, *arguments: str) -> Process:
        """Run `netbox ...` to its end; raises ProcessError unless it succeeds."""
        return self._supervisor.run(self.command(f'netbox-{arguments[0]}', 'netbox', *arguments))

    def _create_template(self) -> None:
        postgres, unfinished = self._foundations.postgres, f'{_SITE_TEMPLATE}_unfinished'
        postgres.drop_database(unfinished)
        postgres.create_database(unfinished, TEMPLATE)
        environment = self._foundations.site(unfinished).write(self._foundations.folder / unfinished / 'site.json')
        environment |= self._foundations.environment
        arguments = [sys.executable, '-m', 'devstack.prepare_site']
        self._supervisor.run(Command('prepare-site', arguments, environment))
        postgres.rename_database(unfinished, _SITE_TEMPLATE)
