"""An answer in the form in which Proxmox VE sends it over HTTP."""

import gzip
import json
from dataclasses import dataclass
from functools import cached_property

from .answers import Answer
from .releases import tells_messages

__all__ = (
    'Reply',
    'encoded',
)

JSON_TYPE = 'application/json;charset=UTF-8'
BARE_MESSAGES = (424, 501)
SMALLEST_COMPRESSED = 1_024
SERVER = 'Server: pve-api-daemon/3.0\r\nCache-Control: max-age=0\r\nPragma: no-cache\r\n'


@dataclass(frozen=True)
class Reply:
    """An answer in bytes; the headers lack what says whether the connection goes on."""

    status: int
    headers: str
    body: bytes

    @cached_property
    def going_on(self) -> bytes:
        """All of it for a connection that stays open."""
        return self._with('Keep-Alive')

    @cached_property
    def ending(self) -> bytes:
        """All of it for a connection that is closed afterwards."""
        return self._with('close')

    def _with(self, connection: str) -> bytes:
        return f'{self.headers}Connection: {connection}\r\n\r\n'.encode() + self.body


def encoded(answer: Answer, release: str, *, compressed: bool = False, length: int | None = None) -> Reply:
    """The reply of this release of Proxmox VE; `length` is told in place of the body's own."""
    body = _body(answer, release)
    headers = f'HTTP/1.1 {answer.status} {answer.reason}\r\n{SERVER}'
    if answer.content_type or answer.body is None:
        headers += f'Content-Type: {answer.content_type or JSON_TYPE}\r\n'
    if answer.location:
        headers += f'Location: {answer.location}\r\n'
    if compressed and len(body) > SMALLEST_COMPRESSED:
        body = gzip.compress(body, mtime=0)
        headers += 'Content-Encoding: gzip\r\n'
    if body or length:
        headers += f'Content-Length: {length or len(body)}\r\n'
    return Reply(answer.status, headers, body)


def _body(answer: Answer, release: str) -> bytes:
    """JSON from within a call, with the text of an error since Proxmox VE 8.4; the text itself from outside of one."""
    if answer.body is not None:
        return answer.body.encode()
    document: dict[str, object] = {'data': answer.data}
    if answer.status >= 400 and tells_messages(release):
        document['message'] = answer.reason + ('' if answer.status in BARE_MESSAGES else '\n')
    if answer.errors:
        document['errors'] = dict(answer.errors)
    return json.dumps(document).encode()
