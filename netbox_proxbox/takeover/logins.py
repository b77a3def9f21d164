"""The secrets of upstream's plugin, which it encrypts with a key that its settings hold in the same database."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.translation import gettext as _

__all__ = ('Found', 'SecretReader')

BYTES_OF_A_KEY = 32


@dataclass(frozen=True, slots=True)
class Found:
    """What a secret is, or in words why nobody can tell. Both are empty when there never was one."""

    plain: str = ''
    why_not: str = ''


class SecretReader:
    """Reads the secrets of upstream's rows. Releases before encryption kept plain text under the same name."""

    def __init__(self, key: str) -> None:
        self._cipher = _cipher(key)

    def read(self, row: Mapping[str, Any], name: str) -> Found:
        """Return the secret `name` of a row, such as its `password`."""
        if plain := row.get(name):
            return Found(str(plain))
        if ciphertext := row.get(f'{name}_enc'):
            return self._decrypted(str(ciphertext))
        is_elsewhere = row.get(f'openbao_{name.removesuffix("_value")}_credential_uuid')
        return Found(why_not=_('it is kept in OpenBao') if is_elsewhere else '')

    def _decrypted(self, ciphertext: str) -> Found:
        if self._cipher is None:
            return Found(why_not=_("upstream's settings hold no key that can read it"))
        try:
            return Found(self._cipher.decrypt(ciphertext.encode()).decode())
        except (InvalidToken, UnicodeDecodeError):
            return Found(why_not=_("the key in upstream's settings cannot read it"))


def _cipher(key: str) -> Fernet | None:
    """Take a key as Fernet has it, or the 32 characters that older releases accepted, too."""
    encoded = key.strip().encode()
    if len(encoded) == BYTES_OF_A_KEY:
        encoded = base64.urlsafe_b64encode(encoded)
    try:
        return Fernet(encoded)
    except ValueError:
        return None
