"""The logins of the demo: made once for a checkout, so that they stay the same from one start to the next."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from devstack.paths import STATE

__all__ = ['Credentials']


def _random_text() -> str:
    return secrets.token_urlsafe(48)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _token_key() -> str:
    """A NetBox token of version 1: 40 letters and digits, sent as `Authorization: Token ...`."""
    return secrets.token_hex(20)


@dataclass(frozen=True)
class Credentials:
    """Every secret of the stack. Texts of 64 characters, but for the ones that people type."""

    secret_key: str = field(default_factory=_random_text)
    token_pepper: str = field(default_factory=_random_text)
    encryption_key: str = field(default_factory=_fernet_key)
    admin_password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    api_token: str = field(default_factory=_token_key)
    flower_password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    proxbox_api_key: str = field(default_factory=_random_text)
    proxbox_api_encryption_key: str = field(default_factory=_random_text)

    @classmethod
    def of_checkout(cls) -> Self:
        """Return the credentials of this checkout."""
        return cls.kept_in(STATE / 'credentials.json')

    @classmethod
    def kept_in(cls, path: Path) -> Self:
        """Read the credentials from `path`, or make them and write them there, readable by this user only."""
        if path.exists():
            return cls(**json.loads(path.read_text()))
        credentials = cls()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(credentials), indent=2))
        return credentials
