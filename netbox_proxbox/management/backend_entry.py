"""A backend that a command enters, with a first API key where proxbox-api has none yet.

The order is: ask, take a key, save, register. A key that proxbox-api knows is in the database by then.
"""

from dataclasses import dataclass, replace

from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.first_key import new_api_key, refuse_short_key
from netbox_proxbox.sources.records import BackendConnection

__all__ = ('Entry', 'KeyNeeded')

SECONDS = 15.0


class KeyNeeded(Exception):
    """proxbox-api has a key already, and nobody has told it."""


@dataclass
class Entry:
    """A backend on its way into the database. All methods raise a ProxboxError when proxbox-api does not play along."""

    backend: ProxboxBackend
    is_first_key_missing: bool = False

    def ask(self) -> None:
        """Find out whether proxbox-api has a key, without telling it one."""
        # The question needs no key, but nothing is asked without one.
        with self._api(replace(self.backend.connection(), api_key=new_api_key())) as api:
            self.is_first_key_missing = api.is_first_key_missing()

    def take_key(self) -> None:
        """Take the key that the backend was given, else the stored one, else a new one. Raises KeyNeeded.

        One that it was given is tried first: a wrong one must not take the place of a right one.
        """
        if not self.backend.api_key:
            if not self.is_first_key_missing:
                raise KeyNeeded
            self.backend.api_key = new_api_key()
        elif self.backend.api_key.is_new:
            self._try_key()

    def register(self) -> bool:
        """Register the key, if there is none. False when proxbox-api has one."""
        if not self.is_first_key_missing:
            return False
        with self._api(self.backend.connection()) as api:
            return api.register_first_key()

    def _try_key(self) -> None:
        connection = self.backend.connection()
        if self.is_first_key_missing:
            refuse_short_key(connection)
            return
        with self._api(connection) as api:
            api.version()

    def _api(self, connection: BackendConnection) -> ProxboxApi:
        return ProxboxApi(connection, budget=SECONDS, attempts=1)
