"""A way to a broker that can stall in the middle: connections stay open, and nothing comes through any more."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

__all__ = ('StallingRelay', 'stalling_relay')

TICK = 0.02


class StallingRelay:
    """Passes on what comes from either side until it is told to stall."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self.server = socket.create_server(('127.0.0.1', 0))
        self._selector = selectors.DefaultSelector()
        self._stalls, self._ends = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self.port: int = self.server.getsockname()[1]

    def stall(self) -> None:
        """Keep every connection, accept new ones, and pass on nothing."""
        self._stalls.set()

    def start(self) -> None:
        """Begin to pass on."""
        self._selector.register(self.server, selectors.EVENT_READ)
        self._thread.start()

    def close(self) -> None:
        """Close all connections."""
        self._ends.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # only sockets are registered
        self._selector.close()

    def _serve(self) -> None:
        while not self._ends.wait(TICK if self._stalls.is_set() else 0):
            if self._stalls.is_set():
                continue
            for key, _ in self._selector.select(TICK):
                self._pass_on(key)

    def _pass_on(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self.server:
            near, far = self.server.accept()[0], socket.create_connection(self._target)
            self._selector.register(near, selectors.EVENT_READ, far)
            self._selector.register(far, selectors.EVENT_READ, near)
        elif data := key.fileobj.recv(65536):  # type: ignore[union-attr]  # only sockets are registered
            key.data.sendall(data)
        else:
            self._selector.unregister(key.fileobj)
            key.data.shutdown(socket.SHUT_WR)


@contextmanager
def stalling_relay(url: str) -> Iterator[tuple[StallingRelay, str]]:
    """Open a relay to the broker at a URL; return it with the URL that leads through it."""
    parts = urlsplit(url)
    relay = StallingRelay((parts.hostname or '127.0.0.1', parts.port or 6379))
    login = parts.netloc.rpartition('@')[0]
    netloc = f'{login}@127.0.0.1:{relay.port}' if login else f'127.0.0.1:{relay.port}'
    relay.start()
    try:
        yield relay, parts._replace(netloc=netloc).geturl()
    finally:
        relay.close()
