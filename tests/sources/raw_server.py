"""A TCP server on loopback that does with each connection what a test says, also what no HTTP server does."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from netbox_proxbox.sources.records import BackendConnection

from .proxbox_api.scripted_backend import API_KEY

__all__ = ('RawServer', 'drip')


class RawServer:
    """Hands each accepted connection to `behave`, after the handshake, if any, and the head of the request.

    Without `reads`, nothing is read before.
    """

    def __init__(
        self, behave: Callable[[socket.socket], None], *, tls: ssl.SSLContext | None = None, reads: bool = True
    ) -> None:
        self._behave = behave
        self._tls = tls
        self._reads = reads
        self._listener = socket.create_server(('127.0.0.1', 0))

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def connection(self, *, timeout: float = 5.0, verify_tls: bool = True) -> BackendConnection:
        """How a client gets here."""
        url = f'{"https" if self._tls else "http"}://127.0.0.1:{self.port}'
        return BackendConnection(name='main', url=url, api_key=API_KEY, timeout=timeout, verify_tls=verify_tls)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            secured = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with secured:
                if self._reads:
                    secured.recv(65536)
                self._behave(secured)


def drip(connection: socket.socket, start: bytes, piece: bytes) -> None:
    """Send the start and then a piece every 20 ms, for half a minute: an error tells that the other side has gone."""
    connection.sendall(start)
    for _ in range(1500):
        time.sleep(0.02)
        connection.sendall(piece)
