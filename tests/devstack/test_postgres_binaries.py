"""The newest PostgreSQL server is found, and an old one is not enough."""

from pathlib import Path

import pytest

from devstack import postgres_binaries
from devstack.postgres_binaries import find_postgres


def server(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for program in ('postgres', 'initdb', 'pg_dump', 'pg_restore'):
        (folder / program).write_text(f'#!/bin/sh\necho "{program} (PostgreSQL) {version}"\n')
        (folder / program).chmod(0o755)
    return folder


def test_the_newest_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [server(tmp_path / version, version) for version in ('15.8', '17.2', '16.4')]
    monkeypatch.setattr(postgres_binaries, '_candidates', lambda: iter(folders))
    assert find_postgres() == tmp_path / '17.2'


def test_one_older_than_netbox_asks_for_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = server(tmp_path / 'bin', '14.9')
    monkeypatch.setattr(postgres_binaries, '_candidates', lambda: iter([folder]))
    assert find_postgres() is None


def test_clients_alone_are_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = server(tmp_path / 'bin', '17.2')
    (folder / 'initdb').unlink()
    monkeypatch.setattr(postgres_binaries, '_candidates', lambda: iter([folder]))
    assert find_postgres() is None
