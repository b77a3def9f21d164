"""An answer in the form in which Proxmox VE sends it over HTTP."""

import json
from collections.abc import Mapping

from .answers import Answer

__all__ = (
    'body_of',
    'headers_of',
)

SPEAKING_SINCE = (8, 4)
JSON_TYPE = 'application/json;charset=UTF-8'
BARE_MESSAGES = (424, 501)


def body_of(answer: Answer, release: str) -> bytes:
    """The body: JSON from within a call, with the text of an error since Proxmox VE 8.4."""
    if answer.body is not None:
        return answer.body.encode()
    document: dict[str, object] = {'data': answer.data}
    if answer.status >= 400 and _speaks(release):
        document['message'] = answer.reason + ('' if answer.status in BARE_MESSAGES else '\n')
    if answer.errors:
        document['errors'] = dict(answer.errors)
    return json.dumps(document).encode()


def headers_of(answer: Answer, body: bytes, *, keep_alive: bool) -> Mapping[str, str]:
    """The headers: a body has a length, JSON has a type, and nothing is to be kept in a cache."""
    headers = {
        'Connection': 'Keep-Alive' if keep_alive else 'close',
        'Server': 'pve-api-daemon/3.0',
        'Cache-Control': 'max-age=0',
        'Pragma': 'no-cache',
    }
    if answer.body is None:
        headers['Content-Type'] = JSON_TYPE
    if body:
        headers['Content-Length'] = str(len(body))
    return headers


def _speaks(release: str) -> bool:
    return tuple(int(part) for part in release.split('-')[0].split('.')[:2]) >= SPEAKING_SINCE
