"""What the API of Proxmox VE answers: an estate, the node that is asked and a time give status and JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .estate import Estate, Node
from .rights import EVERYTHING, Rights

__all__ = (
    'Answer',
    'Question',
    'api_path',
    'ok',
    'wrong_parameters',
)

JSON_PREFIX = '/api2/json'


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request that got past the login.

    `path` is an API path such as `/nodes`; `asked` is the node that answers; `time` is simulated seconds,
    `now` the same in seconds since 1970. `estate` is what is configured, `told` what the node that answers takes for
    the present.
    """

    method: str
    path: str
    parameters: Mapping[str, str]
    estate: Estate
    asked: Node
    time: float
    now: float = 0.0
    rights: Rights = EVERYTHING

    @property
    def told(self) -> Estate:
        """The estate as the node that answers has it."""
        return self.estate.as_told_by(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status with Proxmox VE's words in the status line, and the `data` of the body (None for an error).

    `body` is sent as it is in place of JSON, as by what answers before the API does; `errors` are by parameter;
    `content_type` and `location` are headers, if any.
    """

    status: int
    reason: str
    data: object = None
    body: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ''
    location: str = ''


def api_path(url_path: str) -> str | None:
    """The API path without prefix and without trailing slash, or None outside of the JSON API."""
    path = re.sub('/+', '/', url_path).rstrip('/')
    return path.removeprefix(JSON_PREFIX) or '/' if f'{path}/'.startswith(f'{JSON_PREFIX}/') else None


def ok(data: object) -> Answer:
    """A good answer."""
    return Answer(status=200, reason='OK', data=data)


def wrong_parameters(errors: Mapping[str, str]) -> Answer:
    """The answer to parameters that are missing, unknown or odd, with what is wrong with each."""
    return Answer(status=400, reason='Parameter verification failed.', errors=errors)
