"""What came back over HTTP, and what may be told of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netbox_proxbox.errors.printable import printable

__all__ = ('Answer', 'Question')

LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer; `reason` is the phrase of its status line, `retry_after` is in seconds."""

    status: int
    reason: str = ''
    server: str = ''
    body: bytes = b''
    retry_after: float | None = None

    def json(self) -> Any:
        """The body decoded. Raises ValueError, also when it is nested too deeply."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError('nested too deeply') from None

    def error(self) -> dict[str, Any]:
        """The body of an error answer, or an empty dict when it is not a JSON object."""
        try:
            found = self.json()
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def kind(self) -> str:
        """What the body is, in words, for a body that is not what it should be."""
        start = self.body.lstrip()[:1]
        if not start:
            return 'an empty body'
        return 'an HTML page' if start == b'<' else 'JSON' if start in b'{["' else 'something that is not JSON'


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who was asked about which endpoint; `secrets` are never quoted from an answer.

    `whom` is the name of a backend, or an address of Proxmox VE.
    """

    whom: str
    endpoint: str = ''
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def quote(self, *words: object) -> str:
        """One sentence with the words of the other side, printable, without secrets and cut short; empty without words.

        Secrets are looked for in the words as they came, and again as they are told: tidying up must not make one.
        """
        said = ': '.join(word for word in words if isinstance(word, str) and _tidy(word))
        said = _without(self.secrets, said)
        said = _without(map(_tidy, self.secrets), _tidy(said)).rstrip('.')
        if not said:
            return ''
        return f'It says: "{said[:LONGEST_QUOTE]}{"…" if len(said) > LONGEST_QUOTE else ""}".'


def _tidy(text: str) -> str:
    """In one line, with single spaces."""
    return ' '.join(printable(text).split())


def _without(secrets: Iterable[str], said: str) -> str:
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        said = said.replace(secret, '***')
    return said
