"""A port that serves one estate over HTTPS and can be closed and opened again."""

import socket
import sys
import threading
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, override

from .certificates import Certificates
from .handler import ProxmoxHandler
from .simulated_estate import SimulatedEstate

__all__ = (
    'Door',
    'Listener',
)


class Listener(ThreadingHTTPServer):
    """An HTTPS server that shakes hands in the connection's own thread, so that no client holds up another."""

    request_queue_size = 128

    def __init__(self, door: 'Door', address: tuple[str, int]) -> None:
        self.simulated = door.simulated
        self.node = door.node
        self._certificates = door.certificates
        self.address_family = socket.AF_INET6 if ':' in address[0] else socket.AF_INET
        super().__init__(address, ProxmoxHandler, bind_and_activate=False)
        self.server_bind()

    @override
    def server_bind(self) -> None:
        TCPServer.server_bind(self)

    @override
    def finish_request(self, request: Any, client_address: Any) -> None:
        context = self._certificates.context(self.simulated.faults.tls)
        if context is None:
            super().finish_request(request, client_address)
        else:
            request.settimeout(ProxmoxHandler.timeout)
            with context.wrap_socket(request, server_side=True) as secured:
                ProxmoxHandler(secured, client_address, self)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Door:
    """One address of an estate, optionally through a certain node. Closed it refuses, and keeps its port."""

    def __init__(
        self,
        simulated: SimulatedEstate,
        certificates: Certificates,
        *,
        host: str = '127.0.0.1',
        port: int = 0,
        node: str | None = None,
    ) -> None:
        self.simulated = simulated
        self.certificates = certificates
        self.node = node
        self.host = host
        self._listener = Listener(self, (host, port))
        self.port: int = self._listener.server_address[1]
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to listen."""
        if self._thread is None:
            self._listener.server_activate()
            self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.1,), daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Refuse connections from now on; the port stays reserved."""
        if self._thread is not None:
            self.stop()
            self._listener = Listener(self, (self.host, self.port))

    def stop(self) -> None:
        """End and give the port back."""
        if self._thread is not None:
            self._listener.shutdown()
            self._thread = None
        self._listener.server_close()
