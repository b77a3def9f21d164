"""A signal stops beat between its statements, not within one."""

import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery.beat import Scheduler
from django_celery_beat.schedulers import DatabaseScheduler

from netbox_proxbox.models import Heartbeat
from worker.app import app
from worker.scheduler import HeardScheduler

pytestmark = pytest.mark.usefixtures('committed')

type Patch = Callable[[str, Callable[..., Any]], None]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The signals as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def patch(monkeypatch: pytest.MonkeyPatch) -> Patch:
    """Does something else in place of a method of django-celery-beat's scheduler."""
    monkeypatch.setattr(DatabaseScheduler, 'sync', lambda self: None)
    return lambda name, method: monkeypatch.setattr(DatabaseScheduler, name, method)


@pytest.fixture
def beat(patch: Patch) -> HeardScheduler:
    """A scheduler that listens to signals, with nothing to send."""
    patch('setup_schedule', lambda self: None)
    patch('tick', lambda self: 5.0)
    return HeardScheduler(app)


def terminate(*_: Any) -> float:
    signal.raise_signal(signal.SIGTERM)
    return 5.0


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_beat_that_sleeps_stops_at_once(beat: HeardScheduler, number: signal.Signals) -> None:
    with pytest.raises(SystemExit):
        signal.raise_signal(number)


def test_a_tick_is_finished_and_the_row_taken_away_afterwards(beat: HeardScheduler, patch: Patch) -> None:
    ended = []

    def interrupted(_: object) -> float:
        terminate()
        ended.append(True)
        return 5.0

    patch('tick', interrupted)
    with pytest.raises(SystemExit):
        beat.tick()

    assert ended == [True]
    assert Heartbeat.objects.count() == 1
    beat.close()
    assert not Heartbeat.objects.exists()


def test_who_asks_twice_does_not_wait(beat: HeardScheduler, patch: Patch) -> None:
    def interrupted(_: object) -> float:
        terminate()
        terminate()
        raise AssertionError('the second signal did not end it')

    patch('tick', interrupted)
    with pytest.raises(SystemExit):
        beat.tick()


def test_a_broker_that_hangs_does_not_hold_up_a_stop(
    beat: HeardScheduler, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_: Any) -> None:
        terminate()
        raise AssertionError('the broker was waited for')

    monkeypatch.setattr(Scheduler, 'apply_async', hang)
    patch('tick', lambda self: self.apply_async('entry'))
    with pytest.raises(SystemExit):
        beat.tick()


def test_a_stop_that_was_asked_for_before_does_not_wait_for_the_broker(beat: HeardScheduler, patch: Patch) -> None:
    def ask_and_send(scheduler: HeardScheduler) -> None:
        terminate()
        scheduler.apply_async('entry')

    patch('tick', ask_and_send)
    with pytest.raises(SystemExit):
        beat.tick()


def test_the_schedule_is_written_before_a_stop(beat: HeardScheduler, patch: Patch) -> None:
    patch('sync', terminate)
    with pytest.raises(SystemExit):
        beat.sync()


def test_a_stop_while_the_schedule_is_loaded_is_heard(patch: Patch) -> None:
    patch('setup_schedule', terminate)
    with pytest.raises(SystemExit):
        HeardScheduler(app)
