"""Asking for a sync: one message after the commit, which says nothing but which run."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from users.models import User

from netbox_proxbox.dispatch import request_sync, send
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from tests.broker_of_a_test import Corner, corner, sender_at
from tests.builders import a_run, an_endpoint


class Mailbox:
    """The messages that have arrived in the queue of begins of a real Redis or Valkey."""

    def __init__(self, place: Corner) -> None:
        self._place = place

    def raw(self) -> list[bytes]:
        """Each message as it is stored."""
        found: Any = self._place.redis.lrange(f'{self._place.prefix}begin', 0, -1)
        return list(found)

    def bodies(self) -> list[Any]:
        """What each message says: arguments, keywords, and what follows."""
        return [json.loads(base64.b64decode(json.loads(message)['body'])) for message in self.raw()]


@pytest.fixture
def mailbox(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with corner() as place:
        configure(redis_key_prefix=place.prefix)
        with sender_at(place.url, monkeypatch):
            yield Mailbox(place)


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


@pytest.mark.django_db
def test_the_message_is_sent_after_the_commit(
    endpoint: ProxmoxEndpoint, mailbox: Mailbox, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = request_sync(endpoint, trigger='manual')
        assert (run.status, mailbox.raw()) == ('queued', [])

    assert [arguments for arguments, *_ in mailbox.bodies()] == [[run.pk]]
    run.refresh_from_db()
    assert (run.status, run.sends) == ('queued', 1)


@pytest.mark.usefixtures('committed')
def test_what_is_rolled_back_is_never_sent(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    with transaction.atomic():
        request_sync(endpoint, trigger='manual')
        transaction.set_rollback(True)

    assert mailbox.raw() == []
    assert not SyncRun.objects.exists()


@pytest.mark.usefixtures('committed')
def test_without_a_transaction_it_is_sent_at_once(mailbox: Mailbox) -> None:
    ada = User.objects.create_user('ada')
    run = request_sync(an_endpoint(), trigger='api', user=ada)

    assert (run.status, run.trigger, run.user, run.sends) == ('queued', 'api', ada, 1)
    assert len(mailbox.raw()) == 1


@pytest.mark.usefixtures('committed')
def test_the_message_holds_the_id_of_the_run_and_nothing_else(mailbox: Mailbox) -> None:
    # Names too long to occur in ids by chance.
    endpoint, user = an_endpoint(name='hypervisors'), User.objects.create_user('lovelace')
    run = request_sync(endpoint, trigger='manual', user=user)

    (raw,), (body,) = mailbox.raw(), mailbox.bodies()
    assert body[:2] == [[run.pk], {}]
    assert [(followup['task'], followup['args']) for followup in body[2]['errbacks']] == [
        ('worker.tasks.fail', [run.pk])
    ]
    message = json.loads(raw)
    assert (message['headers']['task'], message['headers']['id']) == ('worker.tasks.begin', str(run.request_id))
    assert message['headers']['argsrepr'] == f'run {run.pk}'
    assert message['content-type'] == 'application/json'
    assert message['headers']['expires'] is None
    for secret in (b'a-password', b'k' * 32, b'hypervisors', b'lovelace'):
        assert secret not in raw + base64.b64decode(message['body'])


@pytest.mark.usefixtures('committed')
def test_a_second_request_gets_the_active_run_and_sends_nothing(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    first = request_sync(endpoint, trigger='manual')

    assert request_sync(endpoint, trigger='api') == first
    assert len(mailbox.raw()) == 1


@pytest.mark.usefixtures('committed')
def test_a_run_may_be_sent_again(mailbox: Mailbox) -> None:
    run = a_run(an_endpoint())

    assert send(run) is True
    assert send(run) is True

    assert [arguments for arguments, *_ in mailbox.bodies()] == [[run.pk], [run.pk]]


@pytest.mark.usefixtures('committed')
def test_after_a_failed_send_the_next_request_is_a_new_run(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    failed = a_run(endpoint, 'failed', error_code='publish-failed')

    assert request_sync(endpoint, trigger='manual') != failed
