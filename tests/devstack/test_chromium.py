"""A Chromium that is here is taken, and the only one that is not is installed."""

from pathlib import Path

import pytest

from devstack import chromium
from devstack.system_packages import PackageMissingError, SystemPackage


def program(folder: Path, name: str, does: str = '') -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f'#!/bin/sh\n{does}\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are looked for."""
    folder = tmp_path / 'bin'
    monkeypatch.setenv('PATH', str(folder))
    monkeypatch.setattr(chromium, '_ELSEWHERE', ())
    return folder


def test_chromium_comes_before_chrome(only: Path) -> None:
    program(only, 'google-chrome')
    wanted = program(only, 'chromium')
    assert chromium.find_or_install_chromium() == wanted


def test_what_is_missing_is_installed_by_the_package_manager(only: Path) -> None:
    browser = only / 'chromium'
    program(only, 'brew', f'[ "$*" = "install --cask chromium" ] && echo > {browser} && /bin/chmod +x {browser}')
    assert chromium.find_or_install_chromium() == browser


def test_a_package_manager_that_fails_says_why(only: Path) -> None:
    program(only, 'brew', 'echo "no such cask" >&2; exit 1')
    with pytest.raises(PackageMissingError, match='brew install --cask chromium failed:\nno such cask'):
        chromium.find_or_install_chromium()


def test_a_package_without_the_program_is_told(only: Path) -> None:
    program(only, 'brew')
    with pytest.raises(PackageMissingError, match='The system has no Chromium after:  brew install --cask chromium'):
        chromium.find_or_install_chromium()


def test_without_a_package_manager_the_home_page_is_told(only: Path) -> None:
    package = SystemPackage('A program', {'brew': ['it']}, 'https://example.org/')
    with pytest.raises(PackageMissingError, match=r'A program is needed: see https://example\.org/'):
        package.install()
