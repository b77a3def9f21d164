"""The wheel goes into a NetBox with plain pip, changes nothing of it, and runs."""

import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from devstack import commands
from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.readiness import log_shows
from devstack.supervisor import Supervisor

from .installation import Installation

pytestmark = pytest.mark.integration

# What can be found outside of Django, without being run.
FILES = """
from importlib.util import find_spec
print(*(find_spec(name).origin for name in ('celeryconfig', 'netbox_proxbox', 'worker')))
"""
TASKS = ('begin', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune', 'fail', 'tick', 'sweep')


@dataclass(frozen=True)
class Installed:
    """An installation with the plugin, and the versions before it came."""

    installation: Installation
    before: Mapping[str, str]


@pytest.fixture(scope='module')
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp('installation')
    with Supervisor(new_log_folder('installation')) as supervisor:
        installation = Installation(folder, Foundations.from_environment(), supervisor)
        installation.install_netbox()
        before = installation.versions()
        installation.install_plugin()
        installation.configure()
        yield Installed(installation, before)


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


def test_it_migrates_and_its_worker_runs(installed: Installed) -> None:
    installation = installed.installation
    assert 'Applying netbox_proxbox.0001' in installation.run('netbox', 'migrate', '--no-input')
    assert not installation.is_alive('worker')
    worker = installation.start('worker', *commands.WORKER, '--concurrency=1')
    beat = installation.start('beat', *commands.BEAT)

    worker.wait_until(lambda: log_shows(worker, r'@\S+ ready\.'))
    beat.wait_until(lambda: log_shows(beat, r'Sending due task proxbox-tick'))

    log = worker.log.read_text()
    assert [task for task in TASKS if f'worker.tasks.{task}' not in log] == []
    worker.wait_until(lambda: log_shows(worker, r'worker\.tasks\.tick\[\S+\] succeeded'))
    assert [name for name in ('worker', 'beat') if not installation.is_alive(name)] == []
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
