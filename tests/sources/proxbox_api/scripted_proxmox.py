"""A Proxmox VE on loopback, over HTTPS, that answers as a test says: what no simulated cluster would do."""

import ssl
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, override
from urllib.parse import urlsplit

from .scripted_backend import Reply

__all__ = ('ScriptedProxmox', 'data', 'refused')

JSON_API = '/api2/json'

type Answers = Callable[[str, int], Reply | None]


def data(content: object) -> Reply:
    """A success."""
    return Reply(body={'data': content})


def refused(status: int, reason: str = '') -> Reply:
    """An error as the layer in front of the API gives it: its words are the reason phrase."""
    return Reply(status=status, body=b'', headers={'X-Reason': reason})


class ScriptedProxmox:
    """Serves `answer(path, times)`, the path below the JSON API and how often it was asked before; None cuts."""

    def __init__(self, context: ssl.SSLContext, answer: Answers) -> None:
        self._server = ThreadingHTTPServer(('127.0.0.1', 0), _handler(answer, Counter()))
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(answer: Answers, times: Counter[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def handle_request(self) -> None:
            self.rfile.read(int(self.headers.get('Content-Length') or 0))
            path = urlsplit(self.path).path.removeprefix(JSON_API).rstrip('/')
            reply = answer(path, times[path])
            times[path] += 1
            self.close_connection = True
            if reply is not None:
                self._send(reply)

        do_GET = do_POST = handle_request  # noqa: N815

        def _send(self, reply: Reply) -> None:
            body = reply.encoded()
            headers: dict[str, Any] = {'Content-Length': len(body), 'Connection': 'close', **reply.headers}
            self.send_response(reply.status, headers.pop('X-Reason', None) or None)
            for name, value in headers.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler
