"""How many runs are out at once, and which of the waiting ones are next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from netbox_proxbox.models import ProxboxBackend, SyncRun
from netbox_proxbox.sync.capacity import WAITS_FOR_REST, has_room, take_waiting, waits_for_rest, with_runs_out
from netbox_proxbox.sync.clock import database_now
from tests.builders import a_backend, a_run, an_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend(db: None) -> ProxboxBackend:
    return a_backend(max_concurrent=2)


@pytest.fixture
def _room_for_three(configure: Callable[..., None]) -> None:
    configure(max_in_flight=3)


def runs_at(backend: ProxboxBackend, count: int, status: str, **fields: Any) -> list[SyncRun]:
    """Save runs of as many endpoints of a backend, oldest first."""
    start = backend.endpoints.count()
    endpoints = [an_endpoint(backend, name=f'{backend} {start + i}') for i in range(count)]
    return [a_run(endpoint, status, **fields) for endpoint in endpoints]


def has_room_for_one_more(backend: ProxboxBackend) -> bool:
    """Whether a run that is queued at a backend would find room."""
    (run,) = runs_at(backend, 1, 'queued')
    return has_room(with_runs_out(SyncRun.objects.all()).get(pk=run.pk))


def test_a_backend_has_room_for_its_own_number(backend: ProxboxBackend) -> None:
    runs_at(backend, 1, 'running')
    assert has_room_for_one_more(backend)

    runs_at(backend, 1, 'running')
    assert not has_room_for_one_more(backend)
    assert has_room_for_one_more(a_backend(name='second'))


def test_queued_and_ended_runs_take_no_room(backend: ProxboxBackend) -> None:
    for status in ('queued', 'succeeded', 'failed', 'lost', 'skipped'):
        runs_at(backend, 2, status)

    assert has_room_for_one_more(backend)


@pytest.mark.usefixtures('_room_for_three')
def test_there_is_a_bound_over_all_backends(backend: ProxboxBackend) -> None:
    for number in range(3):
        assert has_room_for_one_more(backend)
        runs_at(a_backend(name=f'other {number}'), 1, 'running')

    assert not has_room_for_one_more(backend)


def test_the_oldest_waiting_runs_of_each_backend_are_taken(backend: ProxboxBackend) -> None:
    second = a_backend(name='second', max_concurrent=1)
    first, another, _ = runs_at(backend, 3, 'queued', is_waiting=True)
    first_of_second, _ = runs_at(second, 2, 'queued', is_waiting=True)

    taken = take_waiting()

    assert [run.pk for run in taken] == [first.pk, another.pk, first_of_second.pk]
    assert {(run.is_waiting, run.sends) for run in taken} == {(False, 1)}
    assert SyncRun.objects.filter(is_waiting=True).count() == 2


def test_what_was_sent_and_has_not_begun_takes_its_room_already(backend: ProxboxBackend) -> None:
    first, second, *others = runs_at(backend, 4, 'queued', is_waiting=True)

    assert take_waiting() == [first, second]
    assert take_waiting() == []
    SyncRun.objects.filter(pk=first.pk).update(status='succeeded')
    assert take_waiting() == others[:1]


def test_a_full_backend_lets_others_go_first(backend: ProxboxBackend) -> None:
    runs_at(backend, 2, 'running')
    runs_at(backend, 1, 'queued', is_waiting=True)
    (other,) = runs_at(a_backend(name='second'), 1, 'queued', is_waiting=True)

    assert take_waiting() == [other]


@pytest.mark.usefixtures('_room_for_three')
def test_no_more_are_taken_than_there_is_room_over_all(backend: ProxboxBackend) -> None:
    runs_at(backend, 1, 'running')
    waiting = [runs_at(a_backend(name=f'other {i}'), 1, 'queued', is_waiting=True)[0] for i in range(4)]

    assert take_waiting() == waiting[:2]


@pytest.mark.usefixtures('_room_for_three')
def test_nothing_is_taken_when_more_are_out_than_may_be(backend: ProxboxBackend) -> None:
    runs_at(backend, 5, 'running')
    runs_at(a_backend(name='second'), 1, 'queued', is_waiting=True)

    assert take_waiting() == []


@pytest.mark.parametrize('rest', [timedelta(minutes=5), timedelta(minutes=-5)])
def test_runs_of_a_schedule_wait_until_their_backend_has_rested(backend: ProxboxBackend, rest: timedelta) -> None:
    scheduled = runs_at(backend, 3, 'queued', is_waiting=True, trigger='schedule')
    (of_a_person,) = runs_at(backend, 1, 'queued', is_waiting=True)
    (elsewhere,) = runs_at(a_backend(name='second'), 1, 'queued', is_waiting=True, trigger='schedule')
    ProxboxBackend.objects.filter(pk=backend.pk).update(paused_until=Now() + rest, failures=3)

    rests = rest > timedelta(0)
    assert take_waiting() == ([of_a_person, elsewhere] if rests else [*scheduled[:2], elsewhere])
    assert SyncRun.objects.filter(status='queued', is_waiting=True).count() == (3 if rests else 2)


def test_they_do_not_wait_for_a_person_who_must_act(backend: ProxboxBackend) -> None:
    scheduled = runs_at(backend, 1, 'queued', is_waiting=True, trigger='schedule')
    ProxboxBackend.objects.update(is_paused=True, paused_until=Now() + timedelta(minutes=5))

    assert take_waiting() == scheduled


@pytest.mark.parametrize('trigger', ['schedule', 'manual'])
@pytest.mark.parametrize('is_paused', [True, False])
@pytest.mark.parametrize('minutes', [5, -5, None])
def test_all_who_ask_are_told_the_same_of_a_rest(
    backend: ProxboxBackend, trigger: str, is_paused: bool, minutes: int | None
) -> None:
    (run,) = runs_at(backend, 1, 'queued', is_waiting=True, trigger=trigger)
    until = None if minutes is None else database_now() + timedelta(minutes=minutes)
    ProxboxBackend.objects.update(is_paused=is_paused, paused_until=until)
    backend.refresh_from_db()

    waits = waits_for_rest(run, backend, database_now())
    assert waits == (trigger == 'schedule' and minutes == 5 and not is_paused)
    assert SyncRun.objects.filter(WAITS_FOR_REST).exists() == waits
    assert bool(take_waiting()) == (not waits)


def test_who_does_not_wait_is_not_taken(backend: ProxboxBackend) -> None:
    runs_at(backend, 2, 'queued')

    assert take_waiting() == []
