"""A NetBox of its own, into which the plugin is installed as people do: by what the pages have them type."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from uv import find_uv_bin

from devstack.foundations import TEMPLATE, Foundations
from devstack.paths import ROOT
from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.proxmox_ve.estates import find_estate
from devstack.simulator import start_simulator
from devstack.supervisor import Supervisor

__all__ = ('FILES', 'Installation')

NETBOX = 'netbox==4.7.3'
LOCK = ROOT / 'requirements' / 'dev.txt'
# With which the plugin asks for Celery, and so for kombu.
EXTRA = {'extra': 'redis'}
SEPARATORS = re.compile(r'[-_.]+')
PIN = re.compile(r'^([\w-]+)(?:\[[\w,]+\])?==([^\s;]+)')
# What can be found outside of Django, without being run.
FILES = """
from importlib.util import find_spec
print(*(find_spec(name).origin for name in ('celeryconfig', 'netbox_proxbox', 'worker')))
"""
REQUIREMENTS_OF_CELERY = """
from importlib.metadata import requires
print(*requires('celery'), *requires('kombu'), sep='\\n')
"""


class Installation:
    """A virtual environment, a folder with NetBox's configuration, and a database."""

    def __init__(
        self, folder: Path, foundations: Foundations, supervisor: Supervisor, *, cloned: str | None = None
    ) -> None:
        self.folder = folder
        self.environment = folder / 'venv'
        self.typed: list[str] = []
        self._foundations = foundations
        self._supervisor = supervisor
        # The environment of the tests has more than uv.
        (folder / 'programs').mkdir()
        (folder / 'programs' / 'uv').symlink_to(find_uv_bin())
        self._programs = (self.environment / 'bin', Path(sys.base_prefix) / 'bin', folder / 'programs')
        self._constraints = folder / 'constraints.txt'
        self._constraints.write_text('\n'.join(_locked()))
        self._places = {
            '/opt/netbox/venv': str(self.environment),
            '/opt/packages': str(folder / 'checkout' / 'dist'),
            '/opt/proxbox-api': str(folder / 'proxbox-api'),
            '8800': str(free_port()),
        }
        if cloned is not None:
            self._places[cloned] = f'file://{folder / "checkout"}'

    def install_netbox(self) -> None:
        """Make the environment with pip and NetBox in it; uv does so in seconds."""
        overrides = self.folder / 'overrides.txt'
        # NetBox asks for psycopg[c], which needs a compiler; the driver is the same one.
        overrides.write_text(f'psycopg[binary,pool]=={_pins_of_netbox()["psycopg"]}')
        uv = find_uv_bin()
        self._run(uv, 'venv', '--seed', '--quiet', '--python', sys.executable, str(self.environment))
        python = str(self.environment / 'bin' / 'python')
        limits = ['--overrides', str(overrides), '--constraints', str(self._constraints)]
        self._run(uv, 'pip', 'install', '--quiet', '--python', python, *limits, NETBOX)
        (self.environment / 'pip.conf').write_text(f'[global]\nconstraint = {self._constraints}\n')

    def type(self, line: str, *, folder: Path | None = None) -> str:
        """Run a line for a shell to its end, and return what it prints; raises AssertionError when it fails."""
        self.typed.append(line)
        return self._run('/bin/sh', '-c', self.here(line), folder=folder)

    def configure(self) -> None:
        """Write NetBox's configuration, and copy a migrated NetBox's database; neither has ever seen the plugin."""
        number = self._foundations.next_number()
        site = self._foundations.site(f'netbox_{number}', number)
        valkey = {'HOST': HOST, 'PORT': site.valkey_port, 'PASSWORD': site.valkey_password}
        database = {'NAME': site.database, 'USER': 'netbox', 'PASSWORD': site.postgres_password, 'HOST': HOST}
        settings = {
            'ALLOWED_HOSTS': [HOST],
            'SECRET_KEY': site.secret_key,
            'API_TOKEN_PEPPERS': {1: site.token_pepper},
            'DATABASES': {'default': {**database, 'PORT': site.postgres_port}},
            'REDIS': {
                'tasks': {**valkey, 'DATABASE': site.valkey_first_database},
                'caching': {**valkey, 'DATABASE': site.valkey_first_database + 1},
            },
            'CENSUS_REPORTING_ENABLED': False,
        }
        self._settings = ''.join(f'{name} = {value!r}\n' for name, value in settings.items())
        # The others of this run have theirs on the same server.
        self._database = f"PLUGINS_CONFIG['netbox_proxbox']['redis_database'] = {site.valkey_first_database + 2}\n"
        self._foundations.postgres.create_database(site.database, TEMPLATE)

    def add_to_configuration(self, plugin: str) -> None:
        """Write these lines behind NetBox's own settings."""
        configuration = self.folder / 'root' / 'conf' / 'configuration.py'
        configuration.parent.mkdir(parents=True, exist_ok=True)
        configuration.touch(mode=0o600)
        configuration.write_text(self._settings + plugin + self._database)

    def versions(self) -> Mapping[str, str]:
        """The version of every package, by its normalized name."""
        packages = json.loads(self.pip('list', '--format=json'))
        return {_normalized(package['name']): package['version'] for package in packages}

    def pinned_by_netbox(self) -> set[str]:
        """The packages of which NetBox accepts one version only."""
        return set(_pins_of_netbox())

    def pinned_by_celery(self) -> set[str]:
        """The packages of which the Celery that was installed, or its kombu, accepts one version only."""
        return set(_pins(self.run('python', '-c', REQUIREMENTS_OF_CELERY).splitlines()))

    def pip(self, *arguments: str) -> str:
        return self._run(self.environment / 'bin' / 'python', '-m', 'pip', '--disable-pip-version-check', *arguments)

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment, as somebody who has it in the PATH; raises CalledProcessError."""
        return self._run(self.environment / 'bin' / program, *arguments)

    def start(self, name: str, line: str, **environment: str) -> Process:
        """Start what a line for a shell starts, and stays."""
        self.typed.append(line)
        variables = {**self._variables, 'PROXBOX_LIVENESS_FILE': str(self.folder / name), **environment}
        return self._supervisor.start(
            Command(name, ['/bin/sh', '-c', f'exec env {self.here(line)}'], variables, folder=self.folder)
        )

    def add_endpoint(self, estate: str) -> None:
        """Add a simulated Proxmox VE, read directly, as its form would."""
        simulator = start_simulator(self._supervisor)
        access = find_estate(estate).access
        content = {
            'name': estate,
            'ip_address': simulator.hosts[estate],
            'port': simulator.ports[estate],
            'ca_certificate': simulator.authorities[estate],
            'username': access.username,
            'token_name': access.token_name,
            'token_value': access.token_value,
        }
        self.run('netbox', 'shell', '--command', f'ProxmoxEndpoint.objects.create(**{content})')

    def is_alive(self, name: str) -> bool:
        """Ask the health check of a container."""
        compose = yaml.safe_load((ROOT / 'docker' / 'compose.yaml').read_text())
        service = compose['services'][name]
        kind, check = service['healthcheck']['test']
        assert kind == 'CMD-SHELL'
        here = check.replace('$$', '$').replace(
            service['environment']['PROXBOX_LIVENESS_FILE'], str(self.folder / name)
        )
        return subprocess.run(['/bin/sh', '-c', here], check=False).returncode == 0

    @property
    def _variables(self) -> dict[str, str]:
        return {
            # Nothing of the environment of the tests, which leads to the checkout.
            **{'PYTHONPATH': '', 'NETBOX_CONFIGURATION': ''},
            'NETBOX_ROOT': str(self.folder / 'root'),
            'PATH': os.pathsep.join(map(str, (*self._programs, os.defpath))),
            'PROXBOX_DATABASE_PATH': str(self.folder / 'proxbox-api.sqlite3'),
            # proxbox-api 0.0.30 answers from a mock of its own when it takes itself for under test.
            'PYTEST_CURRENT_TEST': '',
        }

    def here(self, line: str) -> str:
        """Return a line as it is typed where the folders and the port are these."""
        for there, here in self._places.items():
            line = line.replace(there, here)
        return line

    def _run(self, *command: str | Path, folder: Path | None = None) -> str:
        environment = {**os.environ, **self._variables}
        done = subprocess.run(
            command, cwd=folder or self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f'{command}\n{done.stdout}{done.stderr}'
        return done.stdout


def _locked() -> Iterator[str]:
    """Yield the versions of the lock, so that no release of today decides whether this passes.

    What NetBox or Celery pins is left to pip: whether the one gives way to the other is what is tested.
    """
    wanted = (Requirement(each) for name in ('netbox', 'celery', 'kombu') for each in requires(name) or ())
    here = [str(each) for each in wanted if not each.marker or each.marker.evaluate(EXTRA)]
    pinned = {_normalized(name) for name in _pins(here)}
    for line in LOCK.read_text().splitlines():
        pin = PIN.match(line)
        if pin and _normalized(pin[1]) not in pinned:
            yield line.removesuffix(' \\')


def _normalized(name: str) -> str:
    return SEPARATORS.sub('-', name).lower()


def _pins_of_netbox() -> dict[str, str]:
    """What the metadata of the NetBox of the tests says, which is the very same release."""
    return _pins(requires('netbox') or ())


def _pins(requirements: Iterable[str]) -> dict[str, str]:
    found = (PIN.match(requirement) for requirement in requirements)
    return {pin[1]: pin[2] for pin in found if pin}
