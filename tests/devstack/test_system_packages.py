"""What is missing is installed by the package manager that is here, and a failure says why and what to do."""

import os
from pathlib import Path

import pytest

from devstack.system_packages import PackageMissingError, SystemPackage

PACKAGE = SystemPackage('A program', {'apt-get': ['it'], 'brew': ['--cask', 'it']}, 'https://example.org/')


class Programs:
    """The only programs that are found."""

    def __init__(self, folder: Path) -> None:
        self.wanted = folder / 'it'
        self._folder = folder

    def add(self, name: str, does: str = '') -> None:
        path = self._folder / name
        path.write_text(f'#!/bin/sh\n{does}\n')
        path.chmod(0o755)

    def find(self) -> Path | None:
        return self.wanted if self.wanted.exists() else None


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    monkeypatch.setenv('PATH', str(tmp_path))
    monkeypatch.setattr(os, 'geteuid', lambda: 0)
    return Programs(tmp_path)


def test_what_is_here_is_taken(programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    programs.add('it')
    programs.add('brew', 'exit 1')
    assert PACKAGE.provided(programs.find) == programs.wanted
    assert capsys.readouterr().err == ''


def test_what_is_missing_is_installed_and_that_is_told(programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    programs.add('brew', f'[ "$*" = "install --cask it" ] && echo > {programs.wanted}')
    assert PACKAGE.provided(programs.find) == programs.wanted
    assert 'A program is not here and is being installed:  brew install --cask it' in capsys.readouterr().err


def test_lists_that_cannot_be_fetched_are_told_with_the_failure_that_they_cause(programs: Programs) -> None:
    programs.add('apt-get', 'case "$*" in *update*) echo "W: no network" >&2;; *) echo "E: no it" >&2; exit 100;; esac')
    with pytest.raises(PackageMissingError) as failed:
        PACKAGE.provided(programs.find)
    assert str(failed.value).splitlines() == [
        'A program is needed and could not be installed.',
        'W: no network',
        'apt-get --option=DPkg::Lock::Timeout=300 install --yes --no-install-recommends it:',
        'E: no it',
        'Mend this and try again, or install it in another way: see https://example.org/',
    ]


def test_a_package_without_the_program_is_told(programs: Programs) -> None:
    programs.add('brew')
    with pytest.raises(PackageMissingError, match='The system has no A program after:  brew install --cask it'):
        PACKAGE.provided(programs.find)


def test_without_a_package_manager_the_home_page_is_told(programs: Programs) -> None:
    with pytest.raises(PackageMissingError, match=r'A program is needed: see https://example\.org/'):
        PACKAGE.provided(programs.find)


def test_who_may_not_install_is_told_what_to_type(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, 'geteuid', lambda: 1000)
    programs.add('apt-get')
    with pytest.raises(PackageMissingError, match=r'A program is needed\. Type:  sudo apt-get .* install .* it'):
        PACKAGE.provided(programs.find)
