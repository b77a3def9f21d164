"""Which queued runs become running ones, and how many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from netbox_proxbox.database.clock import database_now
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import locks as run_locks
from netbox_proxbox.runs.take import take
from netbox_proxbox.runs.waiting import WAITS_FOR_BACK_OFF, with_what_they_wait_for
from tests.builders import a_backend, a_run, an_endpoint


@pytest.fixture
def backend(db: None) -> ProxboxBackend:
    return a_backend(max_concurrent=2)


@pytest.fixture
def _room_for_three(configure: Callable[..., None]) -> None:
    configure(max_in_flight=3)


def runs_at(backend: ProxboxBackend, count: int, status: str = 'queued', **fields: Any) -> list[SyncRun]:
    """Save runs of as many endpoints of a backend, oldest first."""
    start = backend.endpoints.count()
    endpoints = [an_endpoint(backend, name=f'{backend} {start + i}') for i in range(count)]
    return [a_run(endpoint, status, **fields) for endpoint in endpoints]


def test_a_queued_run_becomes_a_running_one(backend: ProxboxBackend) -> None:
    (run,) = runs_at(backend, 1)

    (taken,) = take()

    run.refresh_from_db()
    assert (taken, taken.status, taken.started_at, taken.publish_count) == (run, 'running', run.started_at, 1)
    assert (run.status, run.publish_count, run.stages) == ('running', 1, {})
    assert run.started_at == run.last_step_at
    assert run.started_at is not None
    assert run.started_at > run.requested_at


def test_what_is_taken_comes_with_its_endpoint_and_backend(
    backend: ProxboxBackend, django_assert_num_queries: Any
) -> None:
    runs_at(backend, 1)
    (taken,) = take()

    with django_assert_num_queries(0):
        assert taken.endpoint.backend == backend


@pytest.mark.parametrize('status', ['running', 'succeeded', 'failed', 'lost', 'skipped'])
def test_any_other_run_is_not_taken(backend: ProxboxBackend, status: str) -> None:
    (run,) = runs_at(backend, 1, status)

    assert take() == []
    run.refresh_from_db()
    assert (run.status, run.started_at, run.publish_count) == (status, None, 0)


def test_the_oldest_runs_of_each_backend_are_taken(backend: ProxboxBackend) -> None:
    second = a_backend(name='second', max_concurrent=1)
    first, another, _ = runs_at(backend, 3)
    first_of_second, _ = runs_at(second, 2)

    assert take() == [first, another, first_of_second]
    assert SyncRun.objects.filter(status='queued').count() == 2


def test_a_run_that_ends_makes_room_for_the_next(backend: ProxboxBackend) -> None:
    first, second, *others = runs_at(backend, 4)

    assert take() == [first, second]
    assert take() == []
    SyncRun.objects.filter(pk=first.pk).update(status='succeeded')
    assert take() == others[:1]


@pytest.mark.parametrize('status', ['succeeded', 'degraded', 'failed', 'lost', 'skipped'])
def test_an_ended_run_takes_no_room(backend: ProxboxBackend, status: str) -> None:
    runs_at(backend, 2, status)

    assert runs_at(backend, 2) == take()


def test_a_full_backend_lets_others_go_first(backend: ProxboxBackend) -> None:
    runs_at(backend, 2, 'running')
    runs_at(backend, 1)
    (other,) = runs_at(a_backend(name='second'), 1)

    assert take() == [other]


@pytest.mark.usefixtures('_room_for_three')
def test_no_more_are_taken_than_there_is_room_over_all(backend: ProxboxBackend) -> None:
    runs_at(backend, 1, 'running')
    queued = [runs_at(a_backend(name=f'other {i}'), 1)[0] for i in range(4)]

    assert take() == queued[:2]


@pytest.mark.usefixtures('_room_for_three')
def test_nothing_is_taken_when_more_are_running_than_may_be(backend: ProxboxBackend) -> None:
    runs_at(backend, 5, 'running')
    runs_at(a_backend(name='second'), 1)

    assert take() == []


@pytest.mark.parametrize('left', [timedelta(minutes=5), timedelta(minutes=-5)])
def test_runs_of_a_schedule_wait_while_their_backend_backs_off(backend: ProxboxBackend, left: timedelta) -> None:
    scheduled = runs_at(backend, 3, trigger='schedule')
    (of_a_person,) = runs_at(backend, 1)
    (elsewhere,) = runs_at(a_backend(name='second'), 1, trigger='schedule')
    ProxboxBackend.objects.filter(pk=backend.pk).update(paused_until=Now() + left, failures=3)

    backs_off = left > timedelta(0)
    assert take() == ([of_a_person, elsewhere] if backs_off else [*scheduled[:2], elsewhere])
    assert SyncRun.objects.filter(status='queued').count() == (3 if backs_off else 2)


def test_they_do_not_wait_for_a_person_who_must_act(backend: ProxboxBackend) -> None:
    scheduled = runs_at(backend, 1, trigger='schedule')
    ProxboxBackend.objects.update(is_paused=True, paused_until=Now() + timedelta(minutes=5))

    assert take() == scheduled


@pytest.mark.parametrize('trigger', ['schedule', 'manual'])
@pytest.mark.parametrize('is_paused', [True, False])
@pytest.mark.parametrize('minutes', [5, -5, None])
def test_all_who_ask_are_told_the_same_of_a_back_off(
    backend: ProxboxBackend, trigger: str, is_paused: bool, minutes: int | None
) -> None:
    runs_at(backend, 1, trigger=trigger)
    until = None if minutes is None else database_now() + timedelta(minutes=minutes)
    ProxboxBackend.objects.update(is_paused=is_paused, paused_until=until)

    waits = trigger == 'schedule' and minutes == 5 and not is_paused
    assert SyncRun.objects.filter(WAITS_FOR_BACK_OFF).exists() == waits
    told: Any = with_what_they_wait_for(SyncRun.objects.all()).get()
    assert told.waits_for_back_off == waits
    assert bool(take()) == (not waits)


def test_the_numbers_that_pages_show_are_those_that_decide(backend: ProxboxBackend) -> None:
    runs_at(backend, 2, 'running')
    runs_at(a_backend(name='second'), 1, 'running')
    (queued,) = runs_at(backend, 1)

    told: Any = with_what_they_wait_for(SyncRun.objects.all()).get(pk=queued.pk)

    assert (told.running_at_backend, told.running_overall, told.waits_for_back_off) == (2, 3, False)


@pytest.mark.usefixtures('committed')
def test_a_run_whose_endpoint_is_being_deleted_holds_nobody_up() -> None:
    first, second = runs_at(a_backend(max_concurrent=2), 2)

    def take_elsewhere() -> list[SyncRun]:
        try:
            return take()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        run_locks.lock(first.pk)
        assert thread.submit(take_elsewhere).result(30) == [second]


def test_an_endpoint_that_is_deleted_meanwhile_takes_its_run_along(backend: ProxboxBackend) -> None:
    runs_at(backend, 1)
    ProxmoxEndpoint.objects.get().delete()

    assert take() == []
