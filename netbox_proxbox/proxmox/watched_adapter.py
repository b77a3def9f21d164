"""An HTTP connection that can be cut from outside, for answers that trickle in without end."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, override

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

__all__ = ('Watchdog', 'WatchedAdapter')


class WatchedAdapter(HTTPAdapter):
    """Remembers its newest connection, so that `cut()` can end whatever is going on there."""

    connection: HTTPConnection | None = None

    @override
    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(self._connect, type(pool).ConnectionCls)
        return pool

    def cut(self) -> None:
        """Shut the socket; whoever reads from it in another thread gets its end."""
        sock = getattr(self.connection, 'sock', None)
        if isinstance(sock, socket.socket):
            with suppress(OSError):
                # SSLSocket's own shutdown would drop its TLS state while the other thread uses it.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _connect(self, connection_class: type[HTTPConnection], *args: Any, **kwargs: Any) -> HTTPConnection:
        self.connection = connection_class(*args, **kwargs)
        return self.connection


class Watchdog:
    """Calls `cut` when the block takes longer than `seconds`, and goes on until the block ends.

    The timeouts of a socket begin anew with each byte, so they bound no whole answer.
    """

    def __init__(self, seconds: float, cut: Callable[[], None]) -> None:
        self.expired = False
        self._seconds = seconds
        self._cut = cut
        self._over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, name='proxbox-api-watchdog', daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()

    def _watch(self) -> None:
        wait = self._seconds
        while not self._over.wait(wait):
            self.expired = True
            self._cut()
            wait = 0.1
