"""What each task calls, and what it sends afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from netbox_proxbox import dispatch
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedule_rows import interval_row
from netbox_proxbox.sync import clock
from tests.builders import a_backend, a_run, an_endpoint
from worker import pipeline, tasks

pytestmark = pytest.mark.django_db


# The run whose chord the broker does not take.
REFUSED = 3


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs whose begin was sent, in order."""
    found: list[int] = []

    def send(run: SyncRun) -> bool:
        found.append(run.pk)
        return True

    monkeypatch.setattr(dispatch, 'send', send)
    return found


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs whose chord was published, in order."""
    found: list[int] = []

    def start(run_id: int) -> bool:
        found.append(run_id)
        return run_id != REFUSED

    monkeypatch.setattr(pipeline, 'start', start)
    return found


@pytest.fixture
def waiting(db: None) -> SyncRun:
    """A run that waits for room at another backend than the tests use."""
    return a_run(an_endpoint(a_backend(name='second'), name='waiting'), is_waiting=True)


def a_silent_run(endpoint: ProxmoxEndpoint, status: str, **fields: int) -> SyncRun:
    """A run that was last heard of an hour ago."""
    run = a_run(endpoint, status, **fields)
    SyncRun.objects.filter(pk=run.pk).update(last_step_at=clock.database_now() - timedelta(hours=1))
    return run


def test_a_chord_is_published_only_when_begin_has_won(monkeypatch: pytest.MonkeyPatch, started: list[int]) -> None:
    monkeypatch.setattr('netbox_proxbox.sync.steps.begin', lambda run_id: run_id != 2)

    assert tasks.begin(1) == 'stages published'
    assert tasks.begin(2).startswith('ignored')
    assert tasks.begin(REFUSED) == 'the broker did not take the stages: the run has failed'

    assert started == [1, REFUSED]


@pytest.mark.parametrize('task', [tasks.prune, tasks.fail])
def test_the_end_of_a_run_lets_the_next_begin(task: Callable[[int], str], sent: list[int], waiting: SyncRun) -> None:
    task(4711)

    assert sent == [waiting.pk]
    waiting.refresh_from_db()
    assert not waiting.is_waiting


def test_a_tick_sends_as_many_of_the_due_ones_as_have_room(sent: list[int]) -> None:
    backend = a_backend(max_concurrent=2)
    for number in range(3):
        an_endpoint(backend, name=f'due {number}', sync_interval=interval_row(5, 'minutes'))

    assert tasks.tick() == '3 due, 2 sent'

    assert sent == list(SyncRun.objects.order_by('pk').values_list('pk', flat=True)[:2])
    assert SyncRun.objects.filter(status='queued', is_waiting=True).count() == 1


def test_a_sweep_sends_again_ends_and_lets_begin(sent: list[int], waiting: SyncRun) -> None:
    backend = a_backend()
    vanished = a_silent_run(an_endpoint(backend, name='vanished'), 'queued', sends=1)
    silent = a_silent_run(an_endpoint(backend, name='silent'), 'running')
    alive = a_run(an_endpoint(backend, name='alive'), 'running')

    assert tasks.sweep(clock.database_now().isoformat()) == 'again: 1 sent; lost: 1; events lost: 0; waiting: 1 sent'

    assert sent == [vanished.pk, waiting.pk]
    assert {run.endpoint.name: run.status for run in SyncRun.objects.all()} == {
        'vanished': 'queued',
        'silent': 'lost',
        'alive': 'running',
        'waiting': 'queued',
    }
    assert SyncRun.objects.get(pk=silent.pk).error_code == 'run-lost'
    assert SyncRun.objects.get(pk=alive.pk).is_active


def test_a_sweep_is_sent_with_the_time_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    monkeypatch.setattr(tasks.sweep, 'delay', found.append)
    before = clock.database_now().isoformat()

    tasks.start_sweep()

    assert before < found[0] < clock.database_now().isoformat()
