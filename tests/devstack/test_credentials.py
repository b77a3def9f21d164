"""Credentials are made once, and are nobody else's business."""

from pathlib import Path

from cryptography.fernet import Fernet

from devstack.credentials import Credentials


def test_credentials_stay_the_same(tmp_path: Path) -> None:
    path = tmp_path / 'state' / 'credentials.json'
    assert Credentials.kept_in(path) == Credentials.kept_in(path)


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / 'credentials.json'
    Credentials.kept_in(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_each_checkout_has_its_own() -> None:
    assert Credentials() != Credentials()


def test_they_fit_where_they_are_used() -> None:
    credentials = Credentials()
    Fernet(credentials.encryption_key)
    assert len(credentials.api_token) == 40
    assert len(credentials.secret_key) >= 50
    assert len(credentials.proxbox_api_key) >= 32
