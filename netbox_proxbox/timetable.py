"""When an endpoint's schedule holds next. Pure arithmetic on django-celery-beat's rows."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django_celery_beat.models import CrontabSchedule, IntervalSchedule

__all__ = ('next_of_crontab', 'next_of_interval')

SHORTEST_INTERVAL = timedelta(seconds=5)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_of_interval(schedule: IntervalSchedule, key: int, now: datetime) -> datetime:
    """Return the first time after `now` on the grid of the interval.

    The grid of each `key` is shifted by a stable hash of it, so that starts are spread evenly over the interval.
    """
    interval = max(timedelta(**{schedule.period: schedule.every}), SHORTEST_INTERVAL)
    shift = interval * (int.from_bytes(sha256(str(key).encode()).digest()[:4]) / 2**32)
    return EPOCH + shift + interval * ((now - EPOCH - shift) // interval + 1)


def next_of_crontab(schedule: CrontabSchedule, now: datetime) -> datetime:
    """Return the first time after `now` that the crontab names, in its own time zone."""
    local = now.astimezone(schedule.timezone)
    _, step, _ = schedule.schedule.remaining_delta(local)
    moment: datetime = local + step
    return moment.astimezone(UTC)
