"""What a user of Redis may subscribe to, asked of a real server with a real user."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from netbox_proxbox import health
from netbox_proxbox.messages import broker as places
from tests.broker_of_a_test import corner, sender_at

pytestmark = pytest.mark.usefixtures('patient_probes')

PREFIX = 'netbox_proxbox:'
CHANNEL = re.compile(r'&(netbox_proxbox:\S+)(?<!\.)')


type UserWith = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def user_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[UserWith]:
    """Lets the sender be a user that is limited to the prefix and to these channels."""
    with corner() as place:

        @contextmanager
        def user(*channels: str) -> Iterator[None]:
            name, password = f'test-{secrets.token_hex(4)}', secrets.token_hex(16)
            limits: dict[str, Any] = {'keys': [f'{PREFIX}*'], 'channels': channels, 'reset_channels': True}
            place.redis.acl_setuser(name, enabled=True, passwords=[f'+{password}'], categories=['+@all'], **limits)
            parts = urlsplit(place.url)
            url = parts._replace(netloc=f'{name}:{password}@{parts.hostname}:{parts.port}').geturl()
            try:
                with sender_at(url, monkeypatch):
                    yield
            finally:
                place.redis.acl_deluser(name)

        yield user


@pytest.mark.valkey
def test_a_user_that_may_do_everything_is_fine() -> None:
    (finding,) = health.subscriptions()

    assert (finding.level, finding.cure) == ('ok', '')


@pytest.mark.valkey
def test_a_user_that_is_limited_to_the_prefix_is_told_what_it_lacks(user_with: UserWith) -> None:
    with user_with(f'{PREFIX}*'):
        (finding,) = health.subscriptions()
        database = urlsplit(places.broker_url()).path

    assert finding.level == 'error'
    assert 'ends just after its start' in finding.summary
    for pattern in ('celeryev/*', 'celeryev/worker.*', 'celery.pidbox'):
        assert f'&{PREFIX}{database}.{pattern}' in finding.cure


@pytest.mark.valkey
def test_what_it_is_told_to_allow_is_enough(user_with: UserWith) -> None:
    with user_with(f'{PREFIX}*'):
        (told,) = health.subscriptions()
    lacking = CHANNEL.findall(told.cure)

    with user_with(*lacking):
        (finding,) = health.subscriptions()

    assert (len(lacking), finding.level) == (3, 'ok')


def test_nothing_is_said_of_a_broker_that_cannot_be_asked_or_is_no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ('redis://127.0.0.1:1/0', 'amqp://127.0.0.1:1//'):
        with sender_at(url, monkeypatch):
            assert health.subscriptions() == []
