"""One address of an estate, which can be closed and opened again."""

import socket
import threading

from .acceptor import Acceptor
from .connection import serve
from .simulated_estate import SimulatedEstate

__all__ = ('Door',)

BACKLOG = 128


class Door:
    """Serves an estate, optionally through a certain node. Closed it refuses, and keeps its port."""

    def __init__(
        self,
        simulated: SimulatedEstate,
        acceptor: Acceptor,
        *,
        host: str = '127.0.0.1',
        port: int = 0,
        node: str | None = None,
    ) -> None:
        self.simulated = simulated
        self.node = node
        self.host = host
        self._acceptor = acceptor
        self._socket = self._bound(port)
        self.port: int = self._socket.getsockname()[1]
        self._listens = False
        self._arranging = threading.Lock()

    def arrange(self) -> None:
        """Listen or refuse, as the faults of the estate and the state of the node ask for."""
        with self._arranging:
            (self.open if self.simulated.is_reachable(self.node) else self.close)()

    def open(self) -> None:
        """Begin to listen."""
        if not self._listens:
            self._listens = True
            self._socket.listen(BACKLOG)
            self._acceptor.add(self._socket, self._serve)

    def close(self) -> None:
        """Refuse connections from now on; the port stays reserved."""
        if self._listens:
            self.stop()
            self._socket = self._bound(self.port)

    def stop(self) -> None:
        """End and give the port back."""
        if self._listens:
            self._listens = False
            self._acceptor.remove(self._socket)
        self._socket.close()

    def _serve(self, connection: socket.socket) -> None:
        serve(connection, self.simulated, self.node)

    def _bound(self, port: int) -> socket.socket:
        bound = socket.socket(socket.AF_INET6 if ':' in self.host else socket.AF_INET)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, port))
        except OSError:
            bound.close()
            raise
        return bound
