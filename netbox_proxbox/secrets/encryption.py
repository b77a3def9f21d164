"""Secrets at rest: Fernet with rotation, keyed from the plugin's settings."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from netbox.constants import CENSOR_TOKEN, CENSOR_TOKEN_CHANGED

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.errors import SecretKeyMissing, SecretUnreadable

__all__ = ('MASK', 'Secret', 'hidden_from_templates', 'is_key_set')

MASK = '********'
# What the change log, exports and pages show instead of a secret.
MASKS = {MASK, CENSOR_TOKEN, CENSOR_TOKEN_CHANGED}


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _cipher() -> MultiFernet | None:
    keys = tuple(current_settings()['encryption_keys'])
    return _cipher_of(keys) if keys else None


def is_key_set() -> bool:
    """Tell whether secrets can be saved at all."""
    return bool(current_settings()['encryption_keys'])


def hidden_from_templates[F: Callable[..., Any]](function: F) -> F:
    """Keep the templates that users of NetBox write (Django's, and Jinja's in its sandbox) from calling a function."""
    function.alters_data = True  # type: ignore[attr-defined]
    function.unsafe_callable = True  # type: ignore[attr-defined]
    return function


class Secret:
    """One secret. It shows itself only through `reveal()` and `ciphertext()`, which no template may call."""

    __slots__ = ('_ciphertext', '_plain')

    def __init__(self, *, plain: str | None = None, ciphertext: str | None = None) -> None:
        self._plain = plain
        self._ciphertext = ciphertext

    @classmethod
    def of(cls, value: Any) -> Self:
        """Take a Secret as it is, and anything else as the plain text of a new one."""
        return value if isinstance(value, cls) else cls(plain='' if value is None else str(value))

    @property
    def is_new(self) -> bool:
        """Whether this was set since it was read from the database."""
        return self._ciphertext is None

    @property
    def is_mask(self) -> bool:
        """Whether this is what is shown in the place of a secret, and so no secret at all."""
        return self.is_new and self._plain in MASKS

    @hidden_from_templates
    def reveal(self, what: str = 'secret') -> str:
        """Return the plain text; `what` names it in the errors SecretKeyMissing and SecretUnreadable."""
        if self._plain is None:
            self._plain = self._decrypted(what) if self._ciphertext else ''
        return self._plain

    @hidden_from_templates
    def ciphertext(self) -> str:
        """Return what the database may hold: Fernet ciphertext, or nothing for an empty secret."""
        if self._ciphertext is not None or not self._plain:
            return self._ciphertext or ''
        if (cipher := _cipher()) is None:
            raise SecretKeyMissing('secret')
        return cipher.encrypt(self._plain.encode()).decode()

    def _decrypted(self, what: str) -> str:
        if (cipher := _cipher()) is None:
            raise SecretKeyMissing(what)
        try:
            return cipher.decrypt((self._ciphertext or '').encode()).decode()
        except InvalidToken:
            raise SecretUnreadable(what) from None

    def __getstate__(self) -> str:
        """Leave the process, as in a cache or a job of NetBox, as ciphertext only. Raises SecretKeyMissing."""
        return self.ciphertext()

    def __setstate__(self, ciphertext: str) -> None:
        self._plain, self._ciphertext = None, ciphertext

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __bool__(self) -> bool:
        return bool(self._plain or self._ciphertext)

    def __str__(self) -> str:
        return MASK if self else ''

    def __repr__(self) -> str:
        return f'<Secret {self}>'
