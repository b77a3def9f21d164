"""An HTTP connection that can be cut from outside, for answers that trickle in without end."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, override

from requests.adapters import HTTPAdapter

__all__ = ('Watchdog', 'WatchedAdapter')


class WatchedAdapter(HTTPAdapter):
    """Remembers its newest socket, so that `cut()` can end whatever is going on there.

    The connection itself forgets its socket as soon as the head of an answer without keep-alive is read.
    """

    _socket: socket.socket | None = None

    @override
    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(self._watched_connection, type(pool).ConnectionCls)
        return pool

    def cut(self) -> None:
        """Shut the socket; whoever reads from it in another thread gets its end."""
        if isinstance(self._socket, socket.socket):
            with suppress(OSError):
                # SSLSocket's own shutdown would drop its TLS state while the other thread uses it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _watched_connection(self, connection_class: Any, *args: Any, **kwargs: Any) -> Any:
        connection = connection_class(*args, **kwargs)
        connect = connection.connect

        def connect_and_remember() -> None:
            connect()
            self._socket = connection.sock

        connection.connect = connect_and_remember
        return connection


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
