"""Flower does not start without a login."""

import runpy
from pathlib import Path

import pytest

from devstack.paths import ROOT

CONFIGURATION = str(ROOT / 'worker' / 'flowerconfig.py')


@pytest.fixture
def login_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / 'login'
    monkeypatch.setenv('FLOWER_BASIC_AUTH_FILE', str(path))
    return path


def test_it_is_read_only_and_behind_a_login(login_file: Path) -> None:
    login_file.write_text('admin:correct horse\n')

    options = runpy.run_path(CONFIGURATION)

    assert options['read_only'] is True
    assert options['basic_auth'] == ['admin:correct horse']


@pytest.mark.parametrize('content', ['', '\n', 'admin', 'admin:', ':password'])
def test_a_login_that_is_none_stops_it_in_words(login_file: Path, content: str) -> None:
    login_file.write_text(content)

    with pytest.raises(SystemExit, match='must hold "user:password"'):
        runpy.run_path(CONFIGURATION)


def test_a_file_that_is_missing_stops_it_in_words(login_file: Path) -> None:
    with pytest.raises(SystemExit, match=r'FLOWER_BASIC_AUTH_FILE names\. .*No such file'):
        runpy.run_path(CONFIGURATION)
