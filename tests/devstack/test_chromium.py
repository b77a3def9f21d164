"""A Chromium that is here is taken, and the only one that is not is installed."""

from pathlib import Path

import pytest

from devstack import chromium


def program(folder: Path, name: str, does: str = '') -> Path:
    path = folder / name
    path.write_text(f'#!/bin/sh\n{does}\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are looked for."""
    monkeypatch.setenv('PATH', str(tmp_path))
    monkeypatch.setattr(chromium, '_ELSEWHERE', ())
    return tmp_path


def test_chromium_comes_before_chrome(only: Path) -> None:
    program(only, 'google-chrome')
    wanted = program(only, 'chromium')
    assert chromium.find_or_install_chromium() == wanted


def test_what_is_missing_is_installed_by_the_package_manager(only: Path) -> None:
    browser = only / 'chromium'
    program(only, 'brew', f'[ "$*" = "install --cask chromium" ] && echo > {browser} && /bin/chmod +x {browser}')
    assert chromium.find_or_install_chromium() == browser
