"""What is added to a clone of netbox-docker: an image of three lines, and services that tests run as commands."""

import re
import runpy
import subprocess
import sys
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet

from devstack import commands
from devstack.paths import ROOT
from netbox_proxbox import ProxboxConfig, __version__
from netbox_proxbox.configuration import check_settings

FOLDER = ROOT / 'docker' / 'netbox-docker'
OVERRIDE = FOLDER / 'docker-compose.override.yml'
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(OVERRIDE.read_text())['services']
OURS = ('worker', 'beat', 'flower')
# What netbox-docker itself has.
THEIRS = {'netbox', 'netbox-worker'}
OF_THE_CLONE = {'./configuration', 'env/netbox.env'}
README = (FOLDER / 'README.md').read_text()
MADE = re.compile(r'^    (?:cp /path/to/this/checkout/(?:\S+/)*(\S+) \.|.* > (\S+))$', re.MULTILINE)


def test_it_is_a_compose_file() -> None:
    command = [sys.executable, '-m', 'check_jsonschema', '--builtin-schema', 'vendor.compose-spec', str(OVERRIDE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(SERVICES) == THEIRS | {f'proxbox-{name}' for name in OURS}


def test_all_are_of_one_image_on_the_netbox_that_is_tested() -> None:
    dockerfile = (FOLDER / 'Dockerfile-Plugins').read_text()
    base = re.findall(r'^ARG NETBOX_IMAGE=(\S+)$', (ROOT / 'docker' / 'Dockerfile').read_text(), re.MULTILINE)

    assert {service['image'] for service in SERVICES.values()} == {'netbox:latest-plugins'}
    assert SERVICES['netbox']['build'] == {'context': '.', 'dockerfile': 'Dockerfile-Plugins'}
    assert len(dockerfile.splitlines()) == 3
    assert dockerfile.startswith(f'FROM {base[0]}\n')


def test_the_image_gets_the_wheel_and_the_flower_that_is_tested() -> None:
    wanted = (FOLDER / 'plugin_requirements.txt').read_text()
    groups = (ROOT / 'pyproject.toml').read_text()

    assert f'/opt/netbox/netbox_proxbox-{__version__}-py3-none-any.whl\n' in wanted
    assert all(f'"{line}"' in groups for line in wanted.splitlines() if line.startswith('flower'))


def test_no_static_files_have_to_be_collected() -> None:
    assert not (ROOT / 'netbox_proxbox' / 'static').exists()
    assert 'collectstatic' not in (FOLDER / 'Dockerfile-Plugins').read_text()


@pytest.mark.parametrize('name', OURS)
def test_it_is_started_watched_and_stopped_as_in_the_compose_file(
    name: str, services: dict[str, dict[str, Any]]
) -> None:
    here, there = SERVICES[f'proxbox-{name}'], services[name]

    assert here['command'] == list(commands.SERVICES[name])
    assert here['healthcheck']['test'] == there['healthcheck']['test']
    assert [here[key] for key in ('user', 'init', 'restart', 'stop_grace_period')] == [
        there[key] for key in ('user', 'init', 'restart', 'stop_grace_period')
    ]


def test_flower_finds_its_login() -> None:
    environment = SERVICES['proxbox-flower']['environment']
    mounted = {volume.split(':')[1] for volume in SERVICES['proxbox-flower']['volumes']}

    assert environment['FLOWER_BASIC_AUTH_FILE'] in mounted


def test_what_is_read_from_the_host_is_of_the_clone_or_made_by_the_readme() -> None:
    there = {*OF_THE_CLONE, *(f'./{name}' for names in MADE.findall(README) for name in names if name)}
    read = [volume.split(':')[0] for service in SERVICES.values() for volume in service.get('volumes', [])]
    read += [service['env_file'] for service in SERVICES.values() if 'env_file' in service]

    assert {*read} <= there
    assert {'./flower_basic_auth', './configuration', 'env/netbox.env'} <= {*read}


def test_the_plugins_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    monkeypatch.setenv('PROXBOX_ENCRYPTION_KEYS', ' '.join(keys))
    monkeypatch.setenv('FLOWER_URL', 'https://flower.example.com')

    configuration = runpy.run_path(str(FOLDER / 'configuration' / 'plugins.py'))

    settings = configuration['PLUGINS_CONFIG']['netbox_proxbox']
    assert configuration['PLUGINS'] == ['netbox_proxbox']
    assert settings == {'encryption_keys': keys, 'flower_url': 'https://flower.example.com'}
    check_settings(ProxboxConfig.default_settings | settings)
