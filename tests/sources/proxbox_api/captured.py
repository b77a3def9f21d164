"""Answers captured from proxbox-api 0.0.30.post2 in front of a stand-in for Proxmox VE; see tests/captures/."""

import json
from pathlib import Path
from typing import Any

from netbox_proxbox.sources.answers import Answer

__all__ = ('captured_answer', 'captured_body')

CAPTURES = Path(__file__).parents[2] / 'captures'


def captured_body(name: str) -> Any:
    """The decoded body of a capture."""
    return _capture(name)['body']


def captured_answer(name: str) -> Answer:
    """A capture as the transport would hand it over."""
    capture = _capture(name)
    body = b'' if capture['body'] is None else json.dumps(capture['body']).encode()
    return Answer(status=capture['status'], body=body, retry_after=capture['retry_after'])


def _capture(name: str) -> Any:
    return json.loads((CAPTURES / f'{name}.json').read_text())
