"""Odd answers of proxbox-api, or of what stands in its place: one file each, with what it means.

`asked` is the question, `means` the code of the error or "read". The answer is `body` as JSON, or `text` as it is.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netbox_proxbox.sources.answers import Answer

__all__ = ('NAMES', 'OddAnswer')

FOLDER = Path(__file__).parent
NAMES = sorted(file.stem for file in FOLDER.glob('*.json'))


class OddAnswer:
    """One file of the corpus."""

    def __init__(self, name: str) -> None:
        self.content: Mapping[str, Any] = json.loads((FOLDER / f'{name}.json').read_text())
        self.asked: str = self.content['asked']
        self.means: str = self.content['means']

    def answer(self) -> Answer:
        """It as the transport would hand it over."""
        text = self.content['text'] if 'text' in self.content else json.dumps(self.content['body'])
        return Answer(status=self.content['status'], body=text.encode(), retry_after=self.content.get('retry_after'))
