"""How a run comes to be: one active at a time, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import request
from netbox_proxbox.runs.request import insert, insert_due
from tests.builders import a_run, an_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def test_a_run_is_inserted_as_queued(endpoint: ProxmoxEndpoint) -> None:
    run, is_new = insert(endpoint, 'manual')

    run.refresh_from_db()
    assert (is_new, run.status, run.trigger, run.publish_count) == (True, 'queued', 'manual', 0)
    assert run.requested_at == run.last_step_at


@pytest.mark.parametrize('status', ['queued', 'running'])
def test_a_second_request_gets_the_active_run(endpoint: ProxmoxEndpoint, status: str) -> None:
    active = a_run(endpoint, status)

    assert insert(endpoint, 'schedule') == (active, False)
    assert SyncRun.objects.count() == 1


@pytest.mark.parametrize('status', ['succeeded', 'degraded', 'failed', 'lost', 'skipped'])
def test_an_ended_run_makes_room_for_the_next(endpoint: ProxmoxEndpoint, status: str) -> None:
    ended = a_run(endpoint, status)

    run, is_new = insert(endpoint, 'schedule')

    assert is_new
    assert run != ended


def test_another_endpoint_has_its_own(endpoint: ProxmoxEndpoint) -> None:
    a_run(endpoint)

    assert insert(an_endpoint(endpoint.backend, name='other'), 'manual')[1]


@pytest.mark.usefixtures('committed')
def test_twenty_requests_at_once_have_one_run() -> None:
    endpoint = an_endpoint()
    together = Barrier(20)

    def ask(_: int) -> tuple[int, bool]:
        try:
            together.wait(30)
            run, is_new = insert(endpoint, 'api')
            return run.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(ask, range(20)))

    assert len({pk for pk, _ in answers}) == 1
    assert [is_new for _, is_new in answers].count(True) == 1
    assert SyncRun.objects.count() == 1


def test_a_skipped_run_points_to_the_active_one(endpoint: ProxmoxEndpoint) -> None:
    active = a_run(endpoint, 'running')

    assert insert_due([endpoint], 'schedule') == []

    skipped = SyncRun.objects.get(status='skipped')

    skipped.refresh_from_db()
    assert (skipped.status, skipped.active_run, skipped.is_active) == ('skipped', active, False)
    assert skipped.ended_at is not None


def test_skipped_runs_are_noted_without_what_the_active_ones_hold(endpoint: ProxmoxEndpoint) -> None:
    endpoints = [endpoint, an_endpoint(endpoint.backend, name='other')]
    for each in endpoints:
        a_run(each, 'running')

    with CaptureQueriesContext(connection) as queries:
        insert_due(endpoints, 'schedule')

    looks = [
        query['sql'] for query in queries if query['sql'].startswith('SELECT') and 'request_id' not in query['sql']
    ]
    assert SyncRun.objects.filter(status='skipped').count() == 2
    assert len(looks) == 1


def test_a_run_that_ended_before_it_was_looked_at_was_active(
    endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, last = a_run(endpoint, 'succeeded'), a_run(endpoint, 'failed')
    monkeypatch.setattr(request, '_insert_where_none_is_active', lambda *_: [])

    insert_due([endpoint], 'schedule')

    assert SyncRun.objects.get(status='skipped').active_run == last
