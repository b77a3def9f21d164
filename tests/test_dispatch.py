"""Asking for a sync: one message after the commit, which says nothing but which run."""

import base64
import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from users.models import User

from netbox_proxbox.dispatch import request_sync, send
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync import clock
from netbox_proxbox.sync.capacity import take_waiting
from netbox_proxbox.sync.sweep import end_lost_runs, runs_to_send_again
from tests.broker_of_a_test import Corner, corner, sender_at
from tests.builders import a_backend, a_run, an_endpoint
from tests.rabbitmq_of_a_test import Behaviour, OutOfMemory, confirm, lock_out, rabbitmq, refuse
from tests.stalling_relay import stalling_relay


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
@pytest.mark.parametrize('answers_connections', [False, True])
def test_a_broker_that_is_down_or_hangs_ends_the_run_in_words(
    monkeypatch: pytest.MonkeyPatch, answers_connections: bool
) -> None:
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
        if not answers_connections:
            server.close()
        with sender_at(f'redis://:hunter2@127.0.0.1:{port}/0', monkeypatch):
            began = time.monotonic()
            run = request_sync(an_endpoint(), trigger='manual')
            waited = time.monotonic() - began

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert run.cause.startswith('The message broker did not take the task (')
    assert 'Check that Redis' in run.cure
    assert 'hunter2' not in str(vars(run))
    assert waited < 2


@pytest.mark.usefixtures('committed')
@pytest.mark.parametrize(
    'url', ['redis://:pa/ss@h:6379/0', 'redis://:12/ss@h:6379/0', 'redis://:pa[ss@h:6379/0', 'nobody-knows-it://h/0']
)
def test_a_place_that_cannot_be_read_fails_the_run_in_words(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.REDIS, 'tasks', {'URL': url})
    with sender_at('', monkeypatch):
        run = request_sync(an_endpoint(), trigger='manual')

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert 'ss@h' not in str(vars(run))


@pytest.mark.usefixtures('committed')
def test_a_store_of_results_that_cannot_be_read_fails_the_run_in_words(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', 'redis://:pa/ss@h:6379/3')

    run = request_sync(an_endpoint(), trigger='manual')

    assert (run.status, run.error_code) == ('failed', 'publish-failed')


@pytest.mark.usefixtures('committed')
def test_a_broker_that_stalls_after_a_first_message_is_given_up_early(
    configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with corner() as place, stalling_relay(place.url) as (relay, url):
        configure(redis_key_prefix=place.prefix)
        with sender_at(url, monkeypatch):
            assert send(a_run(an_endpoint())) is True
            relay.stall()
            began = time.monotonic()
            run = request_sync(an_endpoint(a_backend(name='second'), name='second'), trigger='manual')
            waited = time.monotonic() - began

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert waited < 2.5


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
    with sender_at(f'redis://127.0.0.1:{port}/0', monkeypatch):
        yield


@pytest.mark.usefixtures('committed', '_no_broker')
@pytest.mark.parametrize('fields', [{'trigger': 'schedule', 'sends': 1}, {'trigger': 'manual', 'sends': 2}])
def test_what_nobody_waits_for_stays_queued_and_is_sent_by_the_sweep(fields: dict[str, Any]) -> None:
    run = a_run(an_endpoint(), **fields)

    assert send(run) is False

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('queued', '')
    again = runs_to_send_again(clock.database_now())
    assert [(found.pk, found.sends) for found in again] == [(run.pk, fields['sends'] + 1)]


@pytest.mark.usefixtures('committed', '_no_broker')
def test_three_sends_that_fail_end_a_run_of_a_schedule() -> None:
    run = a_run(an_endpoint(), trigger='schedule', is_waiting=True)
    hour, limit = timedelta(hours=1), timedelta(minutes=2)
    sends = [send(taken) for taken in take_waiting()]
    while again := runs_to_send_again(clock.database_now()):
        sends += [send(vanished) for vanished in again]

    assert sends == [False] * 3
    assert end_lost_runs(clock.database_now() + hour, limit) == 1
    run.refresh_from_db()
    assert (run.status, run.error_code) == ('lost', 'run-lost')


@pytest.mark.usefixtures('committed', '_no_broker')
@pytest.mark.parametrize(('status', 'is_waiting'), [('running', False), ('queued', True)])
def test_what_a_worker_got_all_the_same_is_not_ended(status: str, is_waiting: bool) -> None:
    run = a_run(an_endpoint(), status, sends=1, is_waiting=is_waiting)

    assert send(run) is False

    run.refresh_from_db()
    assert (run.status, run.error_code, run.is_waiting) == (status, '', is_waiting)


@pytest.mark.usefixtures('committed')
def test_a_rabbitmq_without_memory_is_given_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_memory = OutOfMemory()
    with rabbitmq(out_of_memory) as url, sender_at(url, monkeypatch):
        began = time.monotonic()
        run = request_sync(an_endpoint(), trigger='manual')
        waited = time.monotonic() - began

    assert (run.status, run.error_code, out_of_memory.messages) == ('failed', 'publish-failed', 2)
    assert waited < 3


@pytest.mark.usefixtures('committed')
@pytest.mark.parametrize('behaviour', [refuse, lock_out])
def test_a_rabbitmq_that_refuses_fails_the_run_in_words(behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    with rabbitmq(behaviour) as url, sender_at(url, monkeypatch):
        run = request_sync(an_endpoint(), trigger='manual')

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert 'hunter2' not in str(vars(run))


@pytest.mark.usefixtures('committed')
def test_a_rabbitmq_that_confirms_has_taken_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with rabbitmq(confirm) as url, sender_at(url, monkeypatch):
        assert request_sync(an_endpoint(), trigger='manual').status == 'queued'


@pytest.mark.usefixtures('committed')
def test_after_a_failed_send_the_next_request_is_a_new_run(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    failed = a_run(endpoint, 'failed', error_code='publish-failed')

    assert request_sync(endpoint, trigger='manual') != failed


@pytest.mark.usefixtures('committed')
def test_a_run_may_be_sent_again(mailbox: Mailbox) -> None:
    run = a_run(an_endpoint())

    assert send(run) is True
    assert send(run) is True

    assert [arguments for arguments, *_ in mailbox.bodies()] == [[run.pk], [run.pk]]
