"""Tickets: what Proxmox VE gives for a password. They are kept in this process alone, for an hour and a half of two."""

import hashlib
import time
from collections.abc import Callable
from threading import Lock

from .connection import ProxmoxConnection

__all__ = ('Tickets', 'tickets')

# Proxmox VE takes a ticket for two hours, on every member of the cluster (pve-access-control).
SECONDS_TO_KEEP = 90 * 60.0
MOST_KEPT = 5000


class Tickets:
    """Finds the ticket of a login again, if it is young enough."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[bytes, tuple[str, float]] = {}
        self._lock = Lock()

    def get(self, connection: ProxmoxConnection) -> str | None:
        """The ticket that was kept for this login at this endpoint."""
        ticket, until = self._kept.get(_key(connection), ('', 0.0))
        return ticket if ticket and self._clock() < until else None

    def keep(self, connection: ProxmoxConnection, ticket: str) -> None:
        """Keep a ticket that has just been given."""
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[_key(connection)] = (ticket, self._clock() + SECONDS_TO_KEEP)

    def forget(self, connection: ProxmoxConnection) -> None:
        """Forget a ticket that was refused."""
        self._kept.pop(_key(connection), None)


def _key(connection: ProxmoxConnection) -> bytes:
    """A digest: the password, and whom it was given to, are part of what a ticket is good for."""
    addresses = sorted(map(str, connection.addresses))
    parts = (connection.endpoint, connection.login.username, connection.login.password, *addresses)
    return hashlib.sha256('\0'.join(parts).encode()).digest()


tickets = Tickets()
