"""Secrets of upstream's rows."""

import base64

import pytest
from cryptography.fernet import Fernet

from netbox_proxbox.takeover.logins import Found, SecretReader

KEY = Fernet.generate_key().decode()
RAW_KEY = 'a-raw-key-of-exactly-32-letters.'
ANOTHER = Fernet.generate_key().decode()


def encrypted(secret: str, key: str = KEY) -> str:
    return Fernet(key).encrypt(secret.encode()).decode()


def test_what_its_key_encrypted_is_read() -> None:
    assert SecretReader(KEY).read({'password_enc': encrypted('secret')}, 'password') == Found('secret')


def test_the_raw_keys_of_older_releases_work() -> None:
    key = base64.urlsafe_b64encode(RAW_KEY.encode()).decode()

    assert SecretReader(f' {RAW_KEY}\n').read({'token_enc': encrypted('secret', key)}, 'token') == Found('secret')


def test_plain_text_of_releases_before_encryption_is_taken_as_it_is() -> None:
    assert SecretReader('').read({'token_value': 'secret'}, 'token_value') == Found('secret')


@pytest.mark.parametrize(
    ('key', 'why'),
    [('', 'no key'), ('not-a-key', 'no key'), (ANOTHER, 'cannot read it')],
    ids=['none', 'no key', 'another key'],
)
def test_what_cannot_be_read_says_why(key: str, why: str) -> None:
    found = SecretReader(key).read({'password_enc': encrypted('secret')}, 'password')

    assert found.plain == ''
    assert why in found.why_not


def test_what_is_in_openbao_is_told() -> None:
    row = {'token_value_enc': '', 'openbao_token_credential_uuid': 'b7'}

    assert 'OpenBao' in SecretReader(KEY).read(row, 'token_value').why_not


def test_what_never_was_is_neither() -> None:
    assert SecretReader(KEY).read({'password_enc': ''}, 'password') == Found()
