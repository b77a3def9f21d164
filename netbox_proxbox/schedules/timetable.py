"""When an endpoint's schedule holds next. Pure arithmetic on django-celery-beat's rows."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

from celery.schedules import ParseException
from celery.schedules import crontab as Crontab  # noqa: N812
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from netbox_proxbox.configuration import SHORTEST_INTERVAL

__all__ = ('next_of_crontab', 'next_of_interval')

A_YEAR = timedelta(days=366)
HOURS = 24
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_of_interval(schedule: IntervalSchedule, key: int, now: datetime) -> datetime:
    """Return the first time after `now` on the grid of the interval.

    The grid of each `key` is shifted by a stable hash of it, so that starts are spread evenly over the interval.
    """
    interval = max(timedelta(**{schedule.period: schedule.every}), timedelta(seconds=SHORTEST_INTERVAL))
    shift = interval * (int.from_bytes(sha256(str(key).encode()).digest()[:4]) / 2**32)
    return EPOCH + shift + interval * ((now - EPOCH - shift) // interval + 1)


def next_of_crontab(schedule: CrontabSchedule, now: datetime) -> datetime:
    """Return the first time after `now` that the crontab names, in its own time zone.

    All times in an hour that does not exist are one in the hour after it, at the first of their minutes. An hour that
    comes twice counts once, unless the crontab names every hour. A row that names no time at all, such as 31 February,
    is looked at again in a year, so that it does not stop the schedules of others.
    """
    try:
        crontab, local = schedule.schedule, now.astimezone(schedule.timezone)
        moments = [_after(crontab, local)]
        second_offset = local.replace(fold=1).utcoffset()
        if second_offset is not None and second_offset != local.utcoffset() and len(crontab.hour) == HOURS:
            moments.append(_after(crontab, now.astimezone(timezone(second_offset))))
    except (ParseException, RuntimeError, ValueError):
        return now + A_YEAR
    return min(moments)


def _after(crontab: Crontab, local: datetime) -> datetime:
    """Return the next time on the clock that shows `local`; of two equal times, the first that is later."""
    _, step, _ = crontab.remaining_delta(local, tz=local.tzinfo)
    wall: datetime = local + step
    moment = wall.replace(fold=0).astimezone(UTC)
    return moment if moment > local.astimezone(UTC) else wall.replace(fold=1).astimezone(UTC)
