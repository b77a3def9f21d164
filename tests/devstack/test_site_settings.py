"""NetBox reads the settings that devstack wrote."""

from pathlib import Path

import pytest

from devstack.site_settings import SiteSettings


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentinels: list[list[str | int]] = [['127.0.0.1', 26379]]
    settings = SiteSettings(database='netbox_7', valkey_first_database=21, with_plugin=False, sentinels=sentinels)
    for name, value in settings.write(tmp_path / 'netbox_7' / 'site.json').items():
        monkeypatch.setenv(name, value)
    assert SiteSettings.from_environment() == settings


def test_the_file_is_the_owners(tmp_path: Path) -> None:
    SiteSettings().write(tmp_path / 'site.json')
    assert (tmp_path / 'site.json').stat().st_mode & 0o777 == 0o600


def test_without_a_file_nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv('DEVSTACK_SITE', raising=False)
    assert SiteSettings.from_environment() == SiteSettings()
