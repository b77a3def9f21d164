"""Takes the connections of any number of listening sockets in one thread, and serves each in a thread of its own."""

import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

__all__ = ('Acceptor',)

type Serve = Callable[[socket.socket], None]


class Acceptor:
    """Runs from `start` to `stop`; sockets may come and go at any time."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._waking, self._wake = socket.socketpair()
        self._selector.register(self._waking, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name='acceptor', daemon=True)

    def start(self) -> None:
        """Begin to accept."""
        self._thread.start()

    def stop(self) -> None:
        """Accept no more; the sockets that listen remain their owners'."""
        if self._thread.is_alive():
            self._wake.close()
            self._thread.join()
            self._waking.close()
            self._selector.close()

    def add(self, listening: socket.socket, serve: Serve) -> None:
        """Serve what connects to this socket."""
        self._selector.register(listening, selectors.EVENT_READ, partial(_accept, listening, serve))

    def remove(self, listening: socket.socket) -> None:
        """Leave this socket alone from now on."""
        self._selector.unregister(listening)

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                key.data()


def _accept(listening: socket.socket, serve: Serve) -> None:
    """Whoever hung up meanwhile, or a socket that was just closed, is no concern of the others."""
    with suppress(OSError):
        connection, _ = listening.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
