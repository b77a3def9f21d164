"""Reads the requests of one connection: little of HTTP/1.1, and no more than clients of Proxmox VE use."""

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from .gate import Request

__all__ = (
    'HttpRequest',
    'Requests',
)

CHUNK = 65_536
LARGEST = 600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """What a client sent: `target` is the path with its query, and names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b'', repr=False)

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.target.partition('?')[0]

    @property
    def is_last(self) -> bool:
        """Whether the client wants the connection to end."""
        return self.headers.get('connection', '').lower() == 'close'

    @property
    def takes_gzip(self) -> bool:
        """Whether the answer may be compressed."""
        return 'gzip' in self.headers.get('accept-encoding', '')

    def parsed(self) -> Request:
        """What the gate asks for, with the parameters of the query and of the form together."""
        return Request(
            method=self.method,
            path=self.path,
            parameters=dict(parse_qsl(urlsplit(self.target).query)) | self._form(),
            authorization=self.headers.get('authorization', ''),
            cookie=self.headers.get('cookie', ''),
            csrf=self.headers.get('csrfpreventiontoken', ''),
        )

    def _form(self) -> dict[str, str]:
        """The fields of a form or of a JSON object; none if the body cannot be read."""
        text = self.body.decode(errors='replace')
        if not self.headers.get('content-type', '').startswith('application/json'):
            return dict(parse_qsl(text))
        with suppress(ValueError, AttributeError):
            return {key: str(value) for key, value in json.loads(text).items()}
        return {}


class Requests:
    """The requests that come over a socket, one after another."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b''

    def next(self) -> HttpRequest | None:
        """The next one, or None when the client is done or sends nonsense. Raises OSError, TimeoutError included."""
        while (end := self._received.find(b'\r\n\r\n')) < 0:
            if not self._receive():
                return None
        head, self._received = self._received[:end], self._received[end + 4 :]
        first, *lines = head.decode('latin-1').split('\r\n')
        method, _, rest = first.partition(' ')
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(':') for line in lines)}
        length = headers.get('content-length', '0')
        if not (rest.startswith('/') and length.isdecimal()):
            return None
        while len(self._received) < int(length):
            if not self._receive():
                return None
        body, self._received = self._received[: int(length)], self._received[int(length) :]
        return HttpRequest(method=method, target=rest.rpartition(' ')[0], headers=headers, body=body)

    def _receive(self) -> bool:
        received = self._connection.recv(CHUNK)
        self._received += received
        return bool(received) and len(self._received) < LARGEST
