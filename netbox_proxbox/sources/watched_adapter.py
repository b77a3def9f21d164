"""An HTTP connection that can be cut from outside, for answers that trickle in, and that knows whom it trusts."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, override

from requests.adapters import HTTPAdapter

from .trust import Trust, tls_context

__all__ = ('Watchdog', 'WatchedAdapter')


class WatchedAdapter(HTTPAdapter):
    """Remembers its newest socket, so that `cut()` can end whatever is going on there.

    The connection itself forgets its socket as soon as the head of an answer without keep-alive is read. With a
    `trust`, that decides about the certificate; without one, `requests` does.
    """

    _socket: socket.socket | None = None
    is_connecting = False

    def __init__(self, trust: Trust | None = None) -> None:
        self._trust = trust
        super().__init__()

    @override
    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        of_tls: Any
        host, of_tls = super().build_connection_pool_key_attributes(*args, **kwargs)
        if self._trust is not None:
            context = tls_context(self._trust)
            of_tls = {'ssl_context': context, 'cert_reqs': context.verify_mode.name}
        return host, of_tls

    @override
    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        if self._trust is None:
            super().cert_verify(*args, **kwargs)  # type: ignore[no-untyped-call]

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
            self.is_connecting = True
            connect()
            self.is_connecting = False
            self._socket = connection.sock
            if self._trust is not None:
                self._check(connection, self._trust)

        connection.connect = connect_and_remember
        return connection

    @staticmethod
    def _check(connection: Any, trust: Trust) -> None:
        """Look at the certificate before anything is sent."""
        try:
            trust.check(connection.sock.getpeercert(binary_form=True))
        except OSError:
            connection.close()
            raise
        # A fingerprint is as good as a signature, which urllib3 would miss.
        connection.is_verified = connection.is_verified or bool(trust.fingerprints)


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
        threading.Thread(target=self._watch, name='proxbox-watchdog', daemon=True).start()
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
