"""Folders are where they can be used."""

from pathlib import Path

import pytest

from devstack.paths import STATE, cache_folder, new_run_folder


def test_the_cache_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv('XDG_CACHE_HOME', raising=False)
    monkeypatch.setenv('HOME', str(tmp_path))
    assert cache_folder() == tmp_path / '.cache' / 'netbox-proxbox'


@pytest.mark.parametrize('home', ['', '/dev/null'])
def test_without_a_home_the_cache_is_the_checkouts(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv('XDG_CACHE_HOME', raising=False)
    monkeypatch.setenv('HOME', home)
    assert cache_folder() == STATE / 'cache'


def test_another_user_can_pass_through_the_folder_of_a_run() -> None:
    folder = new_run_folder()
    try:
        assert all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))
    finally:
        folder.rmdir()
