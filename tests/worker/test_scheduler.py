"""Beat says that it ticks."""

import os
import socket

import pytest
from django.db import OperationalError
from django_celery_beat.schedulers import DatabaseScheduler

from netbox_proxbox import health
from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat
from worker import scheduler
from worker.app import app
from worker.scheduler import HeardScheduler

pytestmark = pytest.mark.usefixtures('committed')


@pytest.fixture
def beat(monkeypatch: pytest.MonkeyPatch) -> HeardScheduler:
    """A scheduler that has nothing to send."""
    monkeypatch.setattr(DatabaseScheduler, 'tick', lambda *args, **kwargs: 5.0)
    return HeardScheduler(app, lazy=True)


def test_celery_uses_it() -> None:
    assert app.conf.beat_scheduler == 'worker.scheduler:HeardScheduler'


def test_a_tick_is_heard(beat: HeardScheduler) -> None:
    assert beat.tick() == 5.0

    assert Heartbeat.objects.get(kind='beat').instance == f'{socket.gethostname()}:{os.getpid()}'


def test_not_each_tick_is_written(beat: HeardScheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 100.0
    monkeypatch.setattr(scheduler, 'monotonic', lambda: clock)
    beat.tick()
    first = Heartbeat.objects.get().seen_at

    clock += scheduler.INTERVAL / 2
    beat.tick()
    assert Heartbeat.objects.get().seen_at == first

    clock += scheduler.INTERVAL
    beat.tick()
    assert Heartbeat.objects.get().seen_at > first


def test_a_planned_stop_takes_the_row_away(beat: HeardScheduler) -> None:
    beat.tick()

    beat.close()
    beat.close()

    assert not Heartbeat.objects.exists()


def test_a_database_that_is_away_does_not_stop_beat(beat: HeardScheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(kind: str, instance: str) -> None:
        raise OperationalError

    with monkeypatch.context() as away:
        away.setattr(heartbeats, 'introduce', fail)
        assert beat.tick() == 5.0
    assert not Heartbeat.objects.exists()

    beat.tick()

    assert Heartbeat.objects.exists()


def test_two_beats_are_seen_as_two(beat: HeardScheduler) -> None:
    beat.tick()
    heartbeats.introduce('beat', 'elsewhere:1')
    heartbeats.note('beat', beat.instance)

    at_work, other = health.beats()

    assert (at_work.level, other.level) == ('ok', 'ok')
    assert at_work.summary.startswith(beat.instance)
    assert other.summary.startswith('elsewhere:1 stands by')


def test_it_gives_up_a_database_that_vanished(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(scheduler, 'give_up_soon', lambda: order.append('gives up soon'))
    monkeypatch.setattr(DatabaseScheduler, 'setup_schedule', lambda _: order.append('loads'))

    HeardScheduler(app, lazy=True).setup_schedule()

    assert order == ['gives up soon', 'loads']
