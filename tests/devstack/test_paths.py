"""Folders are where they can be used."""

import os
from pathlib import Path

import pytest

from devstack import paths
from devstack.paths import STATE, cache_folder, new_log_folder, new_run_folder


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


def test_the_oldest_logs_go_also_when_somebody_else_removes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, '_LOGS', tmp_path)
    folders = [tmp_path / f'run-{number}' for number in range(25)]
    for number, folder in enumerate(folders):
        folder.mkdir()
        os.utime(folder, (number, number))
    # What is listed and cannot be looked at, as a folder that has just been removed.
    (tmp_path / 'gone').symlink_to(tmp_path / 'nowhere')

    new = new_log_folder('run')

    assert {folder for folder in tmp_path.iterdir() if folder.is_dir()} == {*folders[-19:], new}
