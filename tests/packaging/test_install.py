"""The install part of README.md, typed as it stands, into a NetBox that has never seen the plugin."""

import json
import re
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from devstack.foundations import Foundations
from devstack.paths import ROOT, new_log_folder
from devstack.readiness import log_shows
from devstack.supervisor import Supervisor
from tests.pages.every_page import NAMES, address_of

from .installation import FILES, Installation
from .others import CONFIGURATION as WITH_OTHERS
from .others import OPEN, OTHERS, ROWS, THEIRS
from .readme import CONFIGURATION, PLACEHOLDER, lines_to_type, typed

pytestmark = [pytest.mark.integration, pytest.mark.large]

TASKS = ('register', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune', 'fail', 'tick', 'sweep')


@dataclass(frozen=True)
class Installed:
    """An installation with the plugin, the versions before it came, and the key that it printed."""

    installation: Installation
    before: Mapping[str, str]
    key: str


@pytest.fixture(scope='module')
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp('installation')
    with Supervisor(new_log_folder('installation')) as supervisor:
        installation = Installation(folder, Foundations.from_environment(), supervisor)
        installation.install_netbox()
        before = installation.versions()
        installation.type(typed('pip install .'), folder=ROOT)
        # Nothing is configured yet.
        key = installation.type(typed('proxbox-generate-key')).strip()
        installation.configure()
        installation.add_to_configuration(CONFIGURATION.replace(PLACEHOLDER, repr(key)))
        yield Installed(installation, before, key)


def test_nothing_of_netbox_is_changed(installed: Installed) -> None:
    after = installed.installation.versions()

    changed = {name for name, version in installed.before.items() if after.get(name) != version}
    assert installed.before['netbox'] == '4.7.3'
    assert {'django', 'redis', 'requests', 'psycopg'} <= installed.installation.pinned_by_netbox()
    assert not changed & installed.installation.pinned_by_netbox()
    assert changed <= installed.installation.pinned_by_celery()
    assert {'netbox-proxbox', 'celery', 'django-celery-beat-next', 'tenacity'} <= after.keys() - installed.before.keys()


def test_every_requirement_is_met(installed: Installed) -> None:
    assert installed.installation.pip('check').strip() == 'No broken requirements found.'


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    files = [Path(file) for file in installed.installation.run('python', '-c', FILES).split()]

    assert len(files) == 3
    assert all(file.is_relative_to(installed.installation.environment) for file in files)


def test_a_key_that_is_none_locks_nobody_out(installed: Installed) -> None:
    """The snippet as it is, with its placeholder: what the refusal names works in that very state."""
    installation = installed.installation
    installation.add_to_configuration(CONFIGURATION)

    with pytest.raises(AssertionError, match='holds no Fernet key at place 1; make one with "proxbox-generate-key"'):
        installation.type(typed('netbox migrate'))
    Fernet(installation.type('proxbox-generate-key').strip())

    installation.add_to_configuration(CONFIGURATION.replace(PLACEHOLDER, repr(installed.key)))
    assert installation.type('netbox check').startswith('System check identified no issues')


def test_all_that_is_to_be_typed_works(installed: Installed) -> None:
    installation = installed.installation
    installation.type(typed('python3 -m venv'), folder=ROOT)
    installation.type(typed('openssl'))
    proxbox_api = installation.start('proxbox-api', typed('uvicorn'))
    assert 'Applying netbox_proxbox.0001' in installation.type(typed('netbox migrate'))
    assert not installation.is_alive('worker')
    worker = installation.start('worker', typed('worker.app worker'))
    beat = installation.start('beat', typed('worker.app beat'))

    worker.wait_until(lambda: log_shows(worker, r'@\S+ ready\.'))
    worker.wait_until(lambda: log_shows(worker, r'worker\.tasks\.tick\[\S+\] succeeded'))
    proxbox_api.wait_until(lambda: log_shows(proxbox_api, 'Uvicorn running on'))
    registered = installation.type(typed('proxbox_backend add'))

    log = worker.log.read_text()
    assert [task for task in TASKS if f'worker.tasks.{task}' not in log] == []
    assert [name for name in ('worker', 'beat') if not installation.is_alive(name)] == []
    assert 'A first one was registered there, and is stored here, encrypted.' in registered
    assert '0.0.30.post2' in registered
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    assert beat.is_running()


def test_there_is_nothing_else_to_type(installed: Installed) -> None:
    assert [line for line in lines_to_type() if line not in installed.installation.typed] == []


def test_a_stranger_in_the_place_of_the_configuration_is_told(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / 'celeryconfig.py').write_text("raise RuntimeError('nobody imports this')")

    said = installed.installation.type(f'PYTHONPATH={tmp_path} netbox check 2>&1')

    assert f"Python takes 'celeryconfig' from {tmp_path / 'celeryconfig.py'}" in said
    assert 'netbox_proxbox.W002' in said


def test_it_works_beside_other_plugins(installed: Installed) -> None:
    installation = installed.installation
    installation.pip('install', *(f'{name}=={version}' for name, version in OTHERS.items()))
    ours = CONFIGURATION.replace(PLACEHOLDER, repr(installed.key))
    installation.add_to_configuration(ours + WITH_OTHERS)

    installation.type('netbox migrate')

    assert installation.pip('check').strip() == 'No broken requirements found.'
    installation.add_endpoint('lab')
    assert re.search(r'lab.*succeeded', installation.type('netbox proxbox_sync --all'))
    rows = json.loads(installation.run('netbox', 'shell', '--command', ROWS).splitlines()[-1])
    addresses = [*(address_of(name, rows) for name in NAMES), *(address.format(**rows) for address in THEIRS)]
    said = installation.run('netbox', 'shell', '--command', OPEN.format(addresses=addresses))
    assert f'[] {len(addresses)} pages but {{}}' in said.splitlines()
    # What they brought took nothing of ours away.
    test_it_is_the_wheel_that_runs(installed)
