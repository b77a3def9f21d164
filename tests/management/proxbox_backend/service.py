"""A proxbox-api that takes its first key once and from anybody, and what the command that enters it makes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.management import CommandError

from netbox_proxbox.models import ProxboxBackend
from tests.sources.proxbox_api.scripted_backend import Received, Reply, captured_reply

STATUS, REGISTER, VERSION = 'GET /auth/bootstrap-status', 'POST /auth/register-key', 'GET /version'


@dataclass
class Service:
    """What proxbox-api does about keys; `replies` are given in the place of its own, once each."""

    keys: set[str] = field(default_factory=set)
    replies: dict[str, Reply] = field(default_factory=dict)
    forgets_to_register: bool = False

    def __call__(self, received: Received) -> Reply:
        if received.line == REGISTER and not self.keys and not self.forgets_to_register:
            own = Reply(201, {'detail': 'API key registered.'})
            self.keys.add(received.payload['api_key'])
        elif received.line == REGISTER:
            own = Reply(409, {'detail': 'An API key is already configured.'})
        elif received.line == STATUS:
            own = Reply(200, {'needs_bootstrap': not self.keys, 'has_db_keys': bool(self.keys)})
        else:
            known = received.headers['X-Proxbox-API-Key'] in self.keys
            own = captured_reply('version' if known else 'wrong_key_1')
        return self.replies.pop(received.line, own)


def stored_key() -> str:
    return ProxboxBackend.objects.get().connection().api_key


def refusal(add: Callable[..., str], *options: str, **where: str) -> str:
    with pytest.raises(CommandError) as refused:
        add(*options, **where)
    return str(refused.value)


def server_url(add: Callable[..., str]) -> str:
    defaults = add.__kwdefaults__
    assert defaults
    return str(defaults['url'])
