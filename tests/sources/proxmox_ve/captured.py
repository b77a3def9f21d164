"""Answers as Proxmox VE 6 to 9 gives them, read from its sources and its users' reports; see tests/captures/."""

import json
from pathlib import Path
from typing import Any

from netbox_proxbox.sources.answers import Answer
from tests.sources.proxbox_api.scripted_backend import Reply

__all__ = ('NAMES', 'captured_answer', 'captured_data', 'captured_reply')

CAPTURES = Path(__file__).parents[2] / 'captures' / 'proxmox_ve'
NAMES = sorted(path.stem for path in CAPTURES.glob('*.json'))


def captured_data(name: str) -> Any:
    """The `data` of a success."""
    return _capture(name)['body']['data']


def captured_answer(name: str) -> Answer:
    """An answer as the transport would hand it over."""
    capture = _capture(name)
    return Answer(
        status=capture['status'],
        reason=capture['reason'],
        server=capture['headers'].get('Server', ''),
        body=_body(capture['body']),
    )


def captured_reply(name: str) -> Reply:
    """An answer as it goes over HTTP."""
    capture = _capture(name)
    headers = {key: value for key, value in capture['headers'].items() if key != 'Connection'}
    return Reply(status=capture['status'], reason=capture['reason'], headers=headers, body=_body(capture['body']))


def _body(body: object) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _capture(name: str) -> Any:
    return json.loads((CAPTURES / f'{name}.json').read_text())
