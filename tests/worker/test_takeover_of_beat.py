"""What a beat sends that takes over from another one: what is due now, by the schedule as it is now."""

from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import OperationalError
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask, PeriodicTasks
from django_celery_beat.schedulers import DatabaseScheduler

from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat
from worker import standby
from worker.app import app
from worker.scheduler import HeardScheduler

pytestmark = pytest.mark.usefixtures('committed')

AN_HOUR = timedelta(hours=1)
ELSEWHERE = 'elsewhere:1'


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was sent."""
    sent: list[str] = []

    def apply_async(scheduler: HeardScheduler, entry: Any, **_: Any) -> None:
        scheduler.reserve(entry)
        sent.append(entry.name)

    monkeypatch.setattr(DatabaseScheduler, 'apply_async', apply_async)
    monkeypatch.setattr(HeardScheduler, 'producer', None)
    return sent


@pytest.fixture
def beat(sent: list[str], monkeypatch: pytest.MonkeyPatch) -> HeardScheduler:
    """The real scheduler, which may look at whose turn it is whenever it ticks."""
    monkeypatch.setattr(standby, 'SECONDS_BETWEEN_LOOKS', 0.0)
    return HeardScheduler(app)


def every_hour(name: str, **fields: Any) -> PeriodicTask:
    interval, _ = IntervalSchedule.objects.get_or_create(every=1, period='hours')
    return PeriodicTask.objects.create(name=name, task='theirs', interval=interval, **fields)


def sent_by(beat: HeardScheduler, sent: list[str]) -> set[str]:
    """What is sent until nothing is due; of ours, which come every few seconds, nothing is told."""
    for _ in range(20):
        beat.tick()
    return {name for name in sent if name.startswith('their')}


def test_what_another_one_has_sent_is_not_sent_again(beat: HeardScheduler, sent: list[str]) -> None:
    long_ago = timezone.now() - 2 * AN_HOUR
    for name in ('theirs', 'their other', 'their last'):
        every_hour(name, last_run_at=long_ago)
    PeriodicTasks.update_changed()
    heartbeats.introduce('beat', ELSEWHERE)
    assert sent_by(beat, sent) == set()

    PeriodicTask.objects.filter(name='theirs').update(last_run_at=timezone.now())
    PeriodicTask.objects.filter(name='their other').update(enabled=False)
    Heartbeat.objects.filter(instance=ELSEWHERE).delete()

    assert sent_by(beat, sent) == {'their last'}


def test_who_stands_by_writes_nothing_of_what_it_sent_before(beat: HeardScheduler, sent: list[str]) -> None:
    theirs = every_hour('theirs', last_run_at=timezone.now() - 2 * AN_HOUR)
    PeriodicTasks.update_changed()
    beat.reserve(beat.schedule['theirs'])
    heartbeats.introduce('beat', ELSEWHERE)
    beat.tick()

    beat.sync()

    theirs.refresh_from_db()
    assert theirs.total_run_count == 0


def test_a_clock_that_was_ahead_holds_up_nothing(sent: list[str]) -> None:
    every_hour('theirs', last_run_at=timezone.now() + 24 * AN_HOUR)

    entry = HeardScheduler(app).schedule['theirs']

    assert 0 < entry.is_due().next <= AN_HOUR.total_seconds()


def test_who_cannot_reach_the_broker_goes_last_in_line(
    sent: list[str], monkeypatch: pytest.MonkeyPatch, beat: HeardScheduler
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError

    beat.tick()
    heartbeats.introduce('beat', ELSEWHERE)
    assert heartbeats.beat_at_work() == beat.instance

    every_hour('theirs', last_run_at=timezone.now() - 2 * AN_HOUR)
    PeriodicTasks.update_changed()
    monkeypatch.setattr(DatabaseScheduler, 'apply_async', refuse)
    for _ in range(3):
        beat.tick()

    assert heartbeats.beat_at_work() == ELSEWHERE


def test_what_no_worker_takes_expires(sent: list[str]) -> None:
    options = {name: entry.options for name, entry in HeardScheduler(app).schedule.items()}

    assert options['proxbox-tick']['expires'] == 300
