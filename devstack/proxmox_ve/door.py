"""One address of an estate, which can be closed and opened again."""

import socket
import threading

from .listener import Listener
from .simulated_estate import SimulatedEstate

__all__ = ('Door',)


class Door:
    """Serves an estate, optionally through a certain node. Closed it refuses, and keeps its port."""

    def __init__(
        self,
        simulated: SimulatedEstate,
        *,
        host: str = '127.0.0.1',
        port: int = 0,
        node: str | None = None,
    ) -> None:
        self.simulated = simulated
        self.node = node
        self.host = host
        self._listener = self._bound(port)
        self.port: int = self._listener.server_address[1]
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def open(self) -> None:
        """Begin to listen."""
        if self._thread is None:
            self._closing.clear()
            self._listener.server_activate()
            self._thread = threading.Thread(target=self._serve, name=f'door {self.port}', daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Refuse connections from now on; the port stays reserved."""
        if self._thread is not None:
            self.stop()
            self._listener = self._bound(self.port)

    def stop(self) -> None:
        """End and give the port back."""
        if self._thread is not None:
            self._closing.set()
            socket.create_connection((self.host, self.port)).close()
            self._thread.join()
            self._thread = None
        self._listener.server_close()

    def _bound(self, port: int) -> Listener:
        return Listener(self.simulated, self.node, (self.host, port))

    def _serve(self) -> None:
        """Accept without polling: whoever sets `_closing` also knocks."""
        while not self._closing.is_set():
            self._listener.handle_request()
