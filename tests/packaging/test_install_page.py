"""docs/install.md, each block and each command of it as it stands, up to the first sync of docs/first-steps.md."""

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.ports import HOST, free_port
from devstack.process import Process
from devstack.readiness import answers, log_shows
from devstack.supervisor import Supervisor
from tests.devstack.release.repository import commit_all, copy_files

from . import install_page as page
from . import readme
from .installation import FILES, Installation

pytestmark = [pytest.mark.integration, pytest.mark.large]


@dataclass(frozen=True)
class Installed:
    """An installation with the wheel, and the checkout that it was made of."""

    installation: Installation
    checkout: Path


@pytest.fixture(scope='module')
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp('installation')
    checkout = folder / 'checkout'
    copy_files(checkout)
    commit_all(checkout)
    with Supervisor(new_log_folder('installation')) as supervisor:
        installation = Installation(folder, Foundations.from_environment(), supervisor, cloned=page.CLONED)
        installation.install_netbox()
        for line in page.WHEELS:
            installation.type(line, folder=checkout)
        installation.type(page.WAYS['a wheel'], folder=checkout / 'dist')
        installation.pip('install', '--requirement', str(local_requirements(installation)))
        key = installation.type(page.KEY).strip()
        installation.configure()
        installation.add_to_configuration(page.CONFIGURATION.replace(readme.PLACEHOLDER, repr(key)))
        yield Installed(installation, checkout)


def local_requirements(installation: Installation) -> Path:
    """The file that NetBox's upgrade.sh hands to pip."""
    file = installation.folder / 'local_requirements.txt'
    file.write_text(installation.here(page.KEPT_BY_UPGRADES))
    return file


def start_services(installation: Installation) -> dict[str, Process]:
    """Start what the units start, and wait until all of it works."""
    login, port = installation.folder / 'flower-login', free_port()
    login.write_text('somebody:whose password nobody knows')
    of_flower = {name: installation.here(value) for name, value in page.OF_FLOWER.items()}
    of_flower |= {'FLOWER_BASIC_AUTH_FILE': str(login), 'FLOWER_PORT': str(port)}
    started = {
        name: installation.start(name, line, **(of_flower if name == 'flower' else {}))
        for name, line in page.SERVICES.items()
    }
    worker = started['worker']
    worker.wait_until(lambda: log_shows(worker, r'worker\.tasks\.tick\[\S+\] succeeded'))
    started['flower'].wait_until(lambda: answers(f'http://{HOST}:{port}/healthcheck'))
    return started


def test_it_is_configured_as_readme_says() -> None:
    assert page.CONFIGURATION == readme.CONFIGURATION


def test_it_goes_up_to_the_first_sync(installed: Installed) -> None:
    installation = installed.installation
    said = {line: installation.type(line) for line in page.COMMANDS}
    with pytest.raises(AssertionError, match=r'(?i)no worker'):
        installation.type(page.DOCTOR)
    services = start_services(installation)
    diagnosis = installation.type(page.DOCTOR)
    installation.add_endpoint('lab')
    synced = [installation.type(line) for line in page.FIRST_SYNC]

    assert 'Applying netbox_proxbox.0001' in said['netbox migrate']
    assert said['netbox check'].startswith('System check identified no issues')
    assert 'worker' in diagnosis.lower()
    assert re.search(r'lab.*succeeded', synced[-1])
    for service in services.values():
        service.send_signal(signal.SIGTERM)
    assert services['worker'].wait(60) == 0


@pytest.mark.parametrize('way', sorted({*page.WAYS} - {'a wheel'}))
def test_every_other_way_installs_the_same(installed: Installed, way: str) -> None:
    installation = installed.installation
    before = installation.versions()
    installation.pip('uninstall', '--yes', 'netbox-proxbox')

    installation.type(page.WAYS[way], folder=installed.checkout / ('' if way == 'a checkout' else 'dist'))

    assert installation.versions() == before
    files = [Path(file) for file in installation.run('python', '-c', FILES).split()]
    assert len(files) == 3
    assert all(file.is_relative_to(installation.environment) for file in files)


def test_an_upgrade_of_netbox_installs_it_again(installed: Installed) -> None:
    installation = installed.installation
    before = installation.versions()
    installation.pip('uninstall', '--yes', 'netbox-proxbox', 'flower')

    installation.pip('install', '--requirement', str(local_requirements(installation)))

    assert installation.versions() == before


def test_there_is_nothing_else_to_type(installed: Installed) -> None:
    lines = [*page.WAYS.values(), *page.INLINE, *page.COMMANDS, page.DOCTOR, *page.FIRST_SYNC]

    assert [line for line in lines if line not in installed.installation.typed] == []
    assert sorted(page.SERVICES) == ['beat', 'flower', 'worker']
