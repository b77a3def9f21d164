"""The HTTPS server of one address of an estate."""

import socket
import sys
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, override

from .certificates import context_for
from .faults import TlsFault
from .handler import ProxmoxHandler
from .simulated_estate import SimulatedEstate

__all__ = ('Listener',)


class Listener(ThreadingHTTPServer):
    """Shakes hands in the connection's own thread, so that no client holds up another.

    It is bound at once and listens when activated: until then it refuses.
    """

    request_queue_size = 128
    allow_reuse_port = False

    def __init__(self, simulated: SimulatedEstate, node: str | None, address: tuple[str, int]) -> None:
        self.simulated = simulated
        self.node = node
        self.address_family = socket.AF_INET6 if ':' in address[0] else socket.AF_INET
        super().__init__(address, ProxmoxHandler, bind_and_activate=False)
        self.server_bind()

    @override
    def server_bind(self) -> None:
        TCPServer.server_bind(self)

    @override
    def finish_request(self, request: Any, client_address: Any) -> None:
        fault = self.simulated.faults.tls
        if fault is TlsFault.ABSENT:
            super().finish_request(request, client_address)
        else:
            request.settimeout(ProxmoxHandler.timeout)
            with context_for(*self.simulated.answering(self.node), fault).wrap_socket(
                request, server_side=True
            ) as secured:
                ProxmoxHandler(secured, client_address, self)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)
