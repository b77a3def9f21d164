"""A small HTTP server on loopback that answers as a test says, in the place of proxbox-api or of Proxmox VE."""

import json
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO, Self, cast, override
from urllib.parse import parse_qsl, urlsplit

from netbox_proxbox.sources.answers import Answer
from netbox_proxbox.sources.records import BackendConnection

from .captured import captured_answer

__all__ = ('API_KEY', 'Received', 'Reply', 'ScriptedBackend', 'captured_reply', 'reply_of')

API_KEY = '0123456789abcdef0123456789abcdef'


@dataclass(frozen=True)
class Received:
    """One request as it came in; requests of one connection come from one port."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    payload: Any
    from_port: int

    @property
    def line(self) -> str:
        return f'{self.method} {self.path}'


@dataclass(frozen=True)
class Reply:
    """One answer to give; a body that is no bytes is sent as JSON. `send` writes it all by itself, HTTP or not.

    `reason` is the phrase of the status line, if it is not the usual one.
    """

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BinaryIO], None] | None = None
    reason: str = ''

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def captured_reply(name: str) -> Reply:
    """A captured answer of proxbox-api."""
    return reply_of(captured_answer(name))


def reply_of(answer: Answer) -> Reply:
    """An answer as it was before it came over HTTP."""
    headers = {} if answer.retry_after is None else {'Retry-After': f'{answer.retry_after:.0f}'}
    return Reply(status=answer.status, body=answer.body, headers=headers)


class ScriptedBackend:
    """Serves `answer(received)` and remembers what it received; use it as a context."""

    def __init__(
        self,
        answer: Callable[[Received], Reply],
        *,
        tls: ssl.SSLContext | None = None,
        at: tuple[str, int] = ('127.0.0.1', 0),
    ) -> None:
        self.received: list[Received] = []
        self._server = _Server(at, _handler(self.received, answer))
        if tls is not None:
            # The handshake belongs into the thread of its connection.
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def lines(self) -> list[str]:
        """Method and path of each request received."""
        return [received.line for received in self.received]

    def connection(self, *, prefix: str = '', timeout: float = 5.0) -> BackendConnection:
        """How a client gets here."""
        url = f'http://127.0.0.1:{self.port}{prefix}'
        return BackendConnection(name='main', url=url, api_key=API_KEY, timeout=timeout)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, *_: object) -> None:
        """Keep the test's output clean of clients that hung up."""


def _handler(received: list[Received], answer: Callable[[Received], Reply]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        disable_nagle_algorithm = True

        def handle_request(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
            query = dict(parse_qsl(url.query, keep_blank_values=True))
            payload = json.loads(body) if body else None
            headers = dict(self.headers.items())
            received.append(Received(self.command, url.path, query, headers, payload, self.client_address[1]))
            self._send(answer(received[-1]))

        do_GET = do_POST = do_PUT = do_DELETE = handle_request  # noqa: N815

        def _send(self, reply: Reply) -> None:
            if reply.send is not None:
                self.close_connection = True
                with suppress(OSError):
                    reply.send(cast('BinaryIO', self.wfile))
                return
            body = reply.encoded()
            self.send_response_only(reply.status, reply.reason or None)
            for name, value in {'Content-Length': str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler
