"""What each task calls, and what it starts afterwards."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import start
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_backend, a_run, an_endpoint
from worker import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs whose tasks were published, in order."""
    found: list[int] = []

    def publish_all(runs: Sequence[SyncRun]) -> int:
        found.extend(run.pk for run in runs)
        return len(runs)

    for module in (start, tasks):
        monkeypatch.setattr(module, 'publish_all', publish_all)
    return found


@pytest.fixture
def queued(db: None) -> SyncRun:
    """A run that waits at another backend than the tests use."""
    return a_run(an_endpoint(a_backend(name='second'), name='queued'))


def a_silent_run(endpoint: ProxmoxEndpoint, **fields: int) -> SyncRun:
    """A running run that was last heard of an hour ago."""
    run = a_run(endpoint, 'running', **fields)
    SyncRun.objects.filter(pk=run.pk).update(last_step_at=clock.database_now() - timedelta(hours=1))
    return run


@pytest.mark.parametrize('task', [tasks.prune, tasks.fail])
def test_the_end_of_a_run_lets_the_next_start(
    task: Callable[[int], str], published: list[int], queued: SyncRun
) -> None:
    task(4711)

    assert published == [queued.pk]
    queued.refresh_from_db()
    assert queued.status == 'running'


def test_a_tick_starts_as_many_of_the_due_ones_as_have_room(published: list[int]) -> None:
    backend = a_backend(max_concurrent=2)
    for number in range(3):
        an_endpoint(backend, name=f'due {number}', sync_interval=interval_row(5, 'minutes'))

    assert tasks.tick() == '3 due, 2 started'

    assert published == list(SyncRun.objects.order_by('pk').values_list('pk', flat=True)[:2])
    assert SyncRun.objects.filter(status='queued').count() == 1


def test_a_sweep_publishes_again_ends_and_starts(published: list[int], queued: SyncRun) -> None:
    backend = a_backend()
    vanished = a_silent_run(an_endpoint(backend, name='vanished'), publish_count=1)
    silent = a_silent_run(an_endpoint(backend, name='silent'), publish_count=3)
    alive = a_run(an_endpoint(backend, name='alive'), 'running', publish_count=1)

    swept = tasks.sweep(clock.database_now().isoformat())

    assert swept == '1 published again, 1 lost, 0 with lost events, 1 started, 0 events sent'

    assert published == [vanished.pk, queued.pk]
    assert {run.endpoint.name: run.status for run in SyncRun.objects.all()} == {
        'vanished': 'running',
        'silent': 'lost',
        'alive': 'running',
        'queued': 'running',
    }
    assert SyncRun.objects.get(pk=silent.pk).error_code == 'run-lost'
    assert SyncRun.objects.get(pk=alive.pk).is_active


def test_a_sweep_is_sent_with_the_time_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    monkeypatch.setattr(tasks.sweep, 'delay', found.append)
    before = clock.database_now().isoformat()

    tasks.start_sweep()

    assert before < found[0] < clock.database_now().isoformat()
