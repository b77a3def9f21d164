"""A beat beside another one sends nothing, until the other is heard no more."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.models import F
from django_celery_beat.schedulers import DatabaseScheduler

from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat
from worker import liveness, standby
from worker.app import app
from worker.scheduler import HeardScheduler

pytestmark = pytest.mark.usefixtures('committed')


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(standby, 'monotonic', clock)
    return clock


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows with each tick that may send."""
    sent: list[None] = []

    def tick(_: HeardScheduler) -> float:
        sent.append(None)
        return 5.0

    monkeypatch.setattr(DatabaseScheduler, 'tick', tick)
    return sent


@pytest.fixture
def beat(sent: list[None], clock: Clock) -> HeardScheduler:
    return HeardScheduler(app, lazy=True)


def silence(instance: str, **ago: int) -> None:
    Heartbeat.objects.filter(instance=instance).update(seen_at=F('seen_at') - timedelta(**ago))


def test_one_alone_is_at_work(beat: HeardScheduler, sent: list[None], clock: Clock) -> None:
    for _ in range(3):
        beat.tick()
        clock.now += 100

    assert len(sent) == 3


def test_one_beside_another_sends_nothing_and_is_heard(beat: HeardScheduler, sent: list[None]) -> None:
    heartbeats.introduce('beat', 'elsewhere:1')

    assert beat.tick() == standby.SECONDS_BETWEEN_LOOKS

    assert sent == []
    assert Heartbeat.objects.filter(instance=beat.instance).exists()


def test_it_goes_on_working_when_another_one_comes(beat: HeardScheduler, sent: list[None], clock: Clock) -> None:
    beat.tick()
    heartbeats.introduce('beat', 'elsewhere:1')
    clock.now += 100
    beat.tick()

    assert len(sent) == 2


def test_it_takes_over_when_the_other_is_silent(beat: HeardScheduler, sent: list[None], clock: Clock) -> None:
    heartbeats.introduce('beat', 'elsewhere:1')
    beat.tick()
    silence('elsewhere:1', seconds=31)
    beat.tick()
    assert sent == []

    clock.now += standby.SECONDS_BETWEEN_LOOKS
    beat.tick()

    assert len(sent) == 1


def test_it_takes_over_when_the_other_is_stopped(beat: HeardScheduler, sent: list[None], clock: Clock) -> None:
    heartbeats.introduce('beat', 'elsewhere:1')
    beat.tick()
    heartbeats.remove('beat', 'elsewhere:1')
    clock.now += standby.SECONDS_BETWEEN_LOOKS
    beat.tick()

    assert len(sent) == 1


def test_one_that_was_killed_on_this_host_is_not_waited_for(beat: HeardScheduler, sent: list[None]) -> None:
    with subprocess.Popen([sys.executable, '-c', '']) as ended:
        ended.wait()
    heartbeats.introduce('beat', f'{socket.gethostname()}:{ended.pid}')

    beat.tick()

    assert len(sent) == 1


def test_one_that_runs_on_this_host_is_waited_for(beat: HeardScheduler, sent: list[None]) -> None:
    heartbeats.introduce('beat', f'{socket.gethostname()}:{os.getppid()}')

    beat.tick()

    assert sent == []


def test_without_the_database_it_stays_whose_turn_it_was(
    beat: HeardScheduler, sent: list[None], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError

    beat.tick()
    monkeypatch.setattr(heartbeats, 'beat_at_work', fail)
    clock.now += 100
    beat.tick()

    assert len(sent) == 2


def test_who_stands_by_is_alive(
    beat: HeardScheduler, sent: list[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(liveness.VARIABLE, str(tmp_path / 'alive'))
    heartbeats.introduce('beat', 'elsewhere:1')

    beat.tick()

    assert (tmp_path / 'alive').exists()
