"""A queued run is won once, and only when there is room."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync.claiming import claim
from tests.builders import a_backend, a_run, an_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint(a_backend(max_concurrent=1))


def test_a_queued_run_is_won(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint)

    won = claim(run.pk)

    run.refresh_from_db()
    assert won == run
    assert (run.status, run.is_waiting, run.stages['begin']['state']) == ('running', False, 'running')
    assert run.started_at == run.last_step_at
    assert run.started_at is not None
    assert run.started_at > run.requested_at


@pytest.mark.parametrize('status', ['running', 'succeeded', 'failed', 'lost', 'skipped'])
def test_any_other_run_is_not(endpoint: ProxmoxEndpoint, status: str) -> None:
    run = a_run(endpoint, status)

    assert claim(run.pk) is None
    run.refresh_from_db()
    assert (run.status, run.stages) == (status, {})


def test_a_run_that_is_gone_is_not(db: None) -> None:
    assert claim(4711) is None


def test_without_room_it_waits(endpoint: ProxmoxEndpoint) -> None:
    a_run(endpoint, 'running')
    run = a_run(an_endpoint(endpoint.backend, name='other'))

    assert claim(run.pk) is None

    run.refresh_from_db()
    assert (run.status, run.is_waiting, run.started_at) == ('queued', True, None)


@pytest.mark.parametrize(
    ('trigger', 'is_paused', 'minutes', 'waits'),
    [
        ('schedule', False, 5, True),
        ('schedule', False, -5, False),
        ('schedule', True, 5, False),
        ('manual', False, 5, False),
    ],
)
def test_a_run_of_a_schedule_waits_until_its_backend_has_rested(
    endpoint: ProxmoxEndpoint, trigger: str, is_paused: bool, minutes: int, waits: bool
) -> None:
    ProxboxBackend.objects.update(is_paused=is_paused, paused_until=Now() + timedelta(minutes=minutes), failures=3)
    run = a_run(endpoint, trigger=trigger)

    assert (claim(run.pk) is None) is waits

    run.refresh_from_db()
    assert (run.status, run.is_waiting) == (('queued', True) if waits else ('running', False))


@pytest.mark.usefixtures('committed')
def test_many_at_once_take_no_more_room_than_there_is() -> None:
    backend = a_backend(max_concurrent=2)
    queued = [a_run(an_endpoint(backend, name=f'lab {i}')).pk for i in range(8)]
    together = Barrier(16)

    def win(run_id: int) -> bool:
        try:
            together.wait(30)
            return claim(run_id) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        won = list(threads.map(win, queued * 2))

    assert won.count(True) == 2
    assert SyncRun.objects.filter(status='running').count() == 2
    assert SyncRun.objects.filter(status='queued', is_waiting=True).count() == 6
