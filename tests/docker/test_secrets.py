"""The secrets that the containers read, and how the plugin's settings are made of them."""

import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from devstack.paths import ROOT
from netbox_proxbox import ProxboxConfig
from netbox_proxbox.configuration import check_settings

NETBOX_DEMANDS = 50
PROXBOX_API_DEMANDS = 32


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Secrets as the script makes them."""
    copy = tmp_path_factory.mktemp('docker') / 'make-secrets.sh'
    shutil.copy(ROOT / 'docker' / 'make-secrets.sh', copy)
    subprocess.run([copy], check=True)
    return copy.parent / 'secrets'


def test_there_is_a_file_for_each(folder: Path, compose: dict[str, Any]) -> None:
    assert {path.name for path in folder.iterdir()} == set(compose['secrets'])


def test_only_the_owner_gets_into_the_folder_and_containers_read_the_files(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}


def test_they_are_long_enough_and_differ(folder: Path) -> None:
    secrets = {path.name: path.read_text().strip() for path in folder.iterdir()}

    assert len(set(secrets.values())) == len(secrets)
    assert min(len(secrets[name]) for name in ('secret_key', 'api_token_pepper_1')) >= NETBOX_DEMANDS
    assert len(secrets['proxbox_api_key']) >= PROXBOX_API_DEMANDS
    Fernet(secrets['proxbox_encryption_keys'])
    assert secrets['flower_basic_auth'].startswith('admin:')


def test_what_is_there_stays(folder: Path) -> None:
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run([folder.parent / 'make-secrets.sh'], check=True)

    assert {path.name: path.read_text() for path in folder.iterdir()} == before


def test_the_plugins_settings_are_made_of_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('SECRETS_FOLDER', str(folder))
    monkeypatch.setenv('FLOWER_URL', 'https://flower.example.com')

    configuration = runpy.run_path(str(ROOT / 'docker' / 'configuration' / 'plugins.py'))

    settings = configuration['PLUGINS_CONFIG']['netbox_proxbox']
    assert configuration['PLUGINS'] == ['netbox_proxbox']
    assert settings['encryption_keys'] == [(folder / 'proxbox_encryption_keys').read_text().strip()]
    check_settings(ProxboxConfig.default_settings | settings)


def test_without_secrets_the_image_can_still_be_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('SECRETS_FOLDER', str(tmp_path))
    monkeypatch.delenv('FLOWER_URL', raising=False)

    configuration = runpy.run_path(str(ROOT / 'docker' / 'configuration' / 'plugins.py'))

    settings = configuration['PLUGINS_CONFIG']['netbox_proxbox']
    check_settings(ProxboxConfig.default_settings | settings)
    assert settings == {'encryption_keys': [], 'flower_url': None}
