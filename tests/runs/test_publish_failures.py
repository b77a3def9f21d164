"""A broker that is down, hangs, refuses or cannot be read: who waits is told; the sweep publishes the rest."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from netbox_proxbox.database import clock
from netbox_proxbox.messages.producer import LONGEST_ANSWER, producer
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.publish import publish_all
from netbox_proxbox.runs.request import request_sync
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.runs.sweep import claim_stalled, end_lost_runs
from tests.broker_of_a_test import corner, sender_at
from tests.builders import a_backend, a_run, an_endpoint, known_to_its_backend
from tests.rabbitmq_of_a_test import Behaviour, OutOfMemory, confirm, lock_out, rabbitmq, refuse
from tests.stalling_relay import stalling_relay

LATER = timedelta(seconds=10)
type Publishes = Callable[[ProxmoxEndpoint], ProxmoxEndpoint]

# A lone registration, and a chord.
TASKS = [pytest.param(lambda endpoint: endpoint, id='register'), pytest.param(known_to_its_backend, id='chord')]
# Over the connection that is open, and over two new ones.
MOST_ATTEMPTS = 3


def connections_waiting_at(server: socket.socket) -> int:
    """How many connections were made that nobody has accepted."""
    server.setblocking(False)
    count = 0
    try:
        while True:
            server.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count


@pytest.mark.usefixtures('committed')
@pytest.mark.parametrize('answers_connections', [False, True])
@pytest.mark.parametrize('publishes', TASKS)
def test_a_broker_that_is_down_or_hangs_ends_the_run_in_words(
    monkeypatch: pytest.MonkeyPatch, answers_connections: bool, publishes: Publishes
) -> None:
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
        if not answers_connections:
            server.close()
        with sender_at(f'redis://:hunter2@127.0.0.1:{port}/0', monkeypatch):
            run = request_sync(publishes(an_endpoint()), trigger='manual')
        attempts = connections_waiting_at(server) if answers_connections else 0

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert run.cause.startswith('The message broker did not take the task (')
    assert 'Check that Redis' in run.cure
    assert 'hunter2' not in str(vars(run))
    assert attempts <= MOST_ATTEMPTS


@pytest.mark.usefixtures('committed')
def test_a_store_of_results_that_hangs_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told how many parts a header has: asked once more, each time as early given up as the broker."""
    with socket.create_server(('127.0.0.1', 0)) as server, corner() as place:
        monkeypatch.setenv('PROXBOX_RESULT_BACKEND', f'redis://127.0.0.1:{server.getsockname()[1]}/0')
        with sender_at(place.url, monkeypatch):
            run = request_sync(known_to_its_backend(an_endpoint()), trigger='manual')
        attempts = connections_waiting_at(server)

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert 1 <= attempts <= MOST_ATTEMPTS


@pytest.mark.usefixtures('committed')
@pytest.mark.parametrize('publishes', TASKS)
def test_a_sentinel_that_hangs_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch, publishes: Publishes) -> None:
    """A Sentinel whose host is down is passed over as early: the others know as much."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        monkeypatch.setitem(settings.REDIS, 'tasks', {'SENTINELS': [server.getsockname()]})
        with sender_at('', monkeypatch):
            run = request_sync(publishes(an_endpoint()), trigger='manual')
        attempts = connections_waiting_at(server)

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert 1 <= attempts <= MOST_ATTEMPTS


@pytest.mark.valkey
def test_the_store_of_results_is_given_up_as_early_as_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    with corner() as place, sender_at(place.url, monkeypatch):
        conf = producer().conf

        assert conf.redis_socket_timeout == conf.redis_socket_connect_timeout == LONGEST_ANSWER
        assert (conf.redis_retry_on_timeout, conf.result_backend_always_retry) == (False, False)


@pytest.mark.parametrize(
    ('url', 'limits'),
    [('redis://h/0', ('socket_connect_timeout', 'socket_timeout')), ('amqp://h/', ('read_timeout', 'write_timeout'))],
)
def test_all_attempts_together_take_two_seconds(
    monkeypatch: pytest.MonkeyPatch, url: str, limits: tuple[str, ...]
) -> None:
    with sender_at(url, monkeypatch):
        app = producer()
        longest = max(app.conf.broker_connection_timeout, *(app.conf.broker_transport_options[name] for name in limits))
        policy = app.conf.task_publish_retry_policy

    assert MOST_ATTEMPTS * longest + policy['max_retries'] * policy['interval_max'] <= 2


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
def test_a_store_of_results_that_cannot_be_read_fails_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', 'redis://:pa/ss@h:6379/3')

    with corner() as place, sender_at(place.url, monkeypatch):
        run = request_sync(an_endpoint(), trigger='manual')

    assert (run.status, run.error_code) == ('failed', 'publish-failed')


@pytest.mark.usefixtures('committed')
def test_a_broker_that_stalls_after_a_first_message_is_given_up_early(
    configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with corner() as place, stalling_relay(place.url) as (relay, url):
        configure(redis_key_prefix=place.prefix)
        with sender_at(url, monkeypatch):
            assert publish_all([a_run(an_endpoint(), 'running')]) == 1
            relay.stall()
            run = request_sync(an_endpoint(a_backend(name='second'), name='second'), trigger='manual')
            new_attempts = connections_waiting_at(relay.server)

    assert (run.status, run.error_code) == ('failed', 'publish-failed')
    assert 1 + new_attempts <= MOST_ATTEMPTS


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
    with sender_at(f'redis://127.0.0.1:{port}/0', monkeypatch):
        yield


@pytest.mark.usefixtures('committed', '_no_broker')
@pytest.mark.parametrize(
    'fields', [{'trigger': 'schedule', 'publish_count': 1}, {'trigger': 'manual', 'publish_count': 2}]
)
def test_what_nobody_waits_for_is_left_for_the_sweep(fields: dict[str, Any]) -> None:
    run = a_run(an_endpoint(), 'running', **fields)

    assert publish_all([run]) == 0

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('running', '')
    again = claim_stalled(clock.database_now() + LATER)
    assert [(found.pk, found.publish_count) for found in again] == [(run.pk, fields['publish_count'] + 1)]


@pytest.mark.usefixtures('committed', '_no_broker')
def test_all_who_wait_are_told_of_the_first_refusal_and_nobody_else_is_tried() -> None:
    backend = a_backend(max_concurrent=3)
    for trigger in ('schedule', 'manual', 'api'):
        a_run(an_endpoint(backend, name=trigger), trigger=trigger)

    started = start_queued()

    assert [(run.trigger, run.status) for run in started] == [
        ('schedule', 'running'),
        ('manual', 'failed'),
        ('api', 'failed'),
    ]
    assert set(SyncRun.objects.filter(status='failed').values_list('error_code', flat=True)) == {'publish-failed'}


@pytest.mark.usefixtures('committed', '_no_broker')
def test_three_publishings_that_fail_end_a_run_of_a_schedule() -> None:
    run = a_run(an_endpoint(), trigger='schedule')
    hour, limit = timedelta(hours=1), timedelta(minutes=2)
    assert start_queued() == [run]
    published = []
    while again := claim_stalled(clock.database_now() + LATER):
        published.append(publish_all(again))

    assert published == [0, 0]
    assert end_lost_runs(clock.database_now() + hour, limit) == 1
    run.refresh_from_db()
    assert (run.status, run.error_code) == ('lost', 'run-lost')


@pytest.mark.usefixtures('committed', '_no_broker')
@pytest.mark.parametrize('stage', ['register', 'fetch-cluster'])
def test_what_a_worker_got_all_the_same_is_not_ended(stage: str) -> None:
    run = a_run(an_endpoint(), 'running', publish_count=1, stages={stage: {'state': 'running'}})

    assert publish_all([run]) == 0

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('running', '')


@pytest.mark.usefixtures('committed')
def test_a_rabbitmq_without_memory_is_given_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_memory = OutOfMemory()
    with rabbitmq(out_of_memory) as url, sender_at(url, monkeypatch):
        run = request_sync(an_endpoint(), trigger='manual')

    assert (run.status, run.error_code, out_of_memory.messages) == ('failed', 'publish-failed', 2)


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
        assert request_sync(an_endpoint(), trigger='manual').status == 'running'
