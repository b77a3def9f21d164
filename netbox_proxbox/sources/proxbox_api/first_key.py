"""The first API key of a proxbox-api, which it takes once and from anybody.

Facts of proxbox-api 0.0.30: `bootstrap-status` and `register-key` need no key; a key has 32 characters or more; 201 is
the answer to the first one, 409 to any later one.
"""

import secrets
from http import HTTPStatus
from typing import Any

from netbox_proxbox.errors import BackendAnswerInvalid, BackendKeyRefused
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.records import BackendConnection

from .client import BackendClient
from .refusals import refusal

__all__ = ('is_first_key_missing', 'new_api_key', 'refuse_short_key', 'register_first_key')

STATUS = '/auth/bootstrap-status'
REGISTER = '/auth/register-key'
LABEL = 'netbox-proxbox'
RANDOM_BYTES = 48
SHORTEST = 32


def new_api_key() -> str:
    """A key of 64 characters that nobody else has."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def refuse_short_key(backend: BackendConnection) -> None:
    """Raise BackendKeyRefused for a key that proxbox-api would not take as its first one."""
    if len(backend.api_key) < SHORTEST:
        raise BackendKeyRefused(backend.name, f'A first key has {SHORTEST} characters or more.')


def is_first_key_missing(client: BackendClient) -> bool:
    """Whether no key was ever registered."""
    asked = client.question()
    found = client.get(asked, STATUS)
    missing = found.get('needs_bootstrap') if isinstance(found, dict) else None
    if not isinstance(missing, bool):
        raise BackendAnswerInvalid(asked.whom, 'It does not tell whether it has an API key.')
    return missing


def register_first_key(client: BackendClient) -> bool:
    """Register the key of this client. False when there is another, or this one, already."""
    payload = {'api_key': client.backend.api_key, 'label': LABEL}
    registered: bool = client.ask(client.question(), 'POST', REGISTER, payload=payload, read=_is_registered)
    return registered


def _is_registered(answer: Answer, asked: Question) -> Any:
    if answer.status not in (HTTPStatus.CREATED, HTTPStatus.CONFLICT):
        raise refusal(answer, asked)
    return answer.status == HTTPStatus.CREATED
