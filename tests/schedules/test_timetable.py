"""When a schedule holds next."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.schedules.timetable import next_of_crontab, next_of_interval

BERLIN = ZoneInfo('Europe/Berlin')
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def every(count: int, period: str = IntervalSchedule.SECONDS) -> IntervalSchedule:
    return IntervalSchedule(every=count, period=period)


def crontab(minute: str, hour: str = '*', zone: str = 'UTC', **fields: str) -> CrontabSchedule:
    return CrontabSchedule(minute=minute, hour=hour, timezone=ZoneInfo(zone), **fields)


def berlin(*parts: int, fold: int = 0) -> datetime:
    """A wall-clock time in Berlin; `fold` 1 is the second of two equal ones."""
    return datetime(*parts, tzinfo=BERLIN, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


def following(schedule: CrontabSchedule, start: datetime, end: datetime) -> list[datetime]:
    """All times of a schedule after `start` up to `end`."""
    moments = [start]
    while (moment := next_of_crontab(schedule, moments[-1])) <= end:
        moments.append(moment)
    return moments[1:]


@given(MOMENTS, st.integers(1, 10**6), st.integers(5, 10**6))
def test_an_interval_holds_once_in_each_interval(now: datetime, key: int, seconds: int) -> None:
    interval = timedelta(seconds=seconds)
    following = next_of_interval(every(seconds), key, now)

    assert now < following <= now + interval
    assert next_of_interval(every(seconds), key, following) - following == interval


def test_every_endpoint_has_its_own_place_on_the_grid() -> None:
    moments = sorted(next_of_interval(every(5, IntervalSchedule.MINUTES), key, NOON) for key in range(1, 1001))

    per_minute = [sum(1 for m in moments if i * 60 < (m - NOON).total_seconds() <= (i + 1) * 60) for i in range(5)]
    assert sum(per_minute) == 1000
    assert min(per_minute) > 150
    assert max(later - earlier for earlier, later in pairwise(moments)) < timedelta(seconds=5)


def test_the_place_stays_the_same() -> None:
    first = next_of_interval(every(1, IntervalSchedule.HOURS), 42, NOON)

    assert next_of_interval(every(1, IntervalSchedule.HOURS), 42, NOON + timedelta(days=400)).minute == first.minute


def test_missed_time_makes_no_backlog() -> None:
    first = next_of_interval(every(60), 1, NOON)

    assert next_of_interval(every(60), 1, first + timedelta(hours=5)) > first + timedelta(hours=5)


@pytest.mark.parametrize('schedule', [every(1), every(3), every(10, IntervalSchedule.MICROSECONDS)])
def test_no_interval_is_shorter_than_a_tick(schedule: IntervalSchedule) -> None:
    first = next_of_interval(schedule, 1, NOON)

    assert next_of_interval(schedule, 1, first) - first == timedelta(seconds=5)


@pytest.mark.parametrize(
    ('schedule', 'expected'),
    [
        (crontab('30'), datetime(2026, 11, 24, 12, 30, tzinfo=UTC)),
        (crontab('0'), datetime(2026, 11, 24, 13, tzinfo=UTC)),
        (crontab('*/7'), datetime(2026, 11, 24, 12, 7, tzinfo=UTC)),
        (crontab('0', '2'), datetime(2026, 11, 25, 2, tzinfo=UTC)),
        (crontab('0', '2', day_of_week='sun'), datetime(2026, 11, 29, 2, tzinfo=UTC)),
        (crontab('0', '2', day_of_month='31'), datetime(2026, 12, 31, 2, tzinfo=UTC)),
        (crontab('0', '2', day_of_month='29', month_of_year='2'), datetime(2028, 2, 29, 2, tzinfo=UTC)),
        (crontab('0', '2', 'Europe/Berlin'), datetime(2026, 11, 25, 1, tzinfo=UTC)),
        (crontab('0', '2', 'Asia/Kathmandu'), datetime(2026, 11, 24, 20, 15, tzinfo=UTC)),
    ],
)
def test_a_crontab_names_its_next_time(schedule: CrontabSchedule, expected: datetime) -> None:
    assert next_of_crontab(schedule, NOON) == expected


def test_an_hour_that_does_not_exist_is_not_skipped() -> None:
    nights = following(crontab('30', '2', 'Europe/Berlin'), berlin(2026, 3, 28, 0), berlin(2026, 3, 31, 0))

    assert nights == [berlin(2026, 3, 28, 2, 30), berlin(2026, 3, 29, 3, 30), berlin(2026, 3, 30, 2, 30)]


@pytest.mark.parametrize(
    ('schedule', 'starts'),
    [
        (crontab('0,30', '2', 'Europe/Berlin'), ['03:00']),
        (crontab('15,45', '2', 'Europe/Berlin'), ['03:15']),
        (crontab('15,45', '2,3', 'Europe/Berlin'), ['03:15', '03:45']),
        (crontab('*/20', '1-2', 'Europe/Berlin'), ['01:00', '01:20', '01:40', '03:00']),
    ],
    ids=str,
)
def test_an_hour_that_does_not_exist_is_one_start_in_the_hour_after_it(
    schedule: CrontabSchedule, starts: list[str]
) -> None:
    moments = following(schedule, berlin(2026, 3, 29, 0, 30), berlin(2026, 3, 29, 12))

    assert [f'{moment.astimezone(BERLIN):%H:%M}' for moment in moments] == starts


def test_an_hour_that_comes_twice_counts_once() -> None:
    nights = following(crontab('30', '2', 'Europe/Berlin'), berlin(2026, 10, 24, 0), berlin(2026, 10, 27, 0))

    assert nights == [berlin(2026, 10, 24, 2, 30), berlin(2026, 10, 25, 2, 30), berlin(2026, 10, 26, 2, 30)]


def test_a_crontab_of_every_hour_goes_on_through_an_hour_that_comes_twice() -> None:
    moments = following(crontab('*/20', '*', 'Europe/Berlin'), berlin(2026, 10, 25, 0), berlin(2026, 10, 25, 5))

    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(minutes=20)}


@pytest.mark.parametrize('fields', [{'day_of_month': '31', 'month_of_year': '2'}, {'day_of_week': 'never'}])
def test_a_row_that_names_no_time_stops_nothing(fields: dict[str, str]) -> None:
    assert next_of_crontab(crontab('0', '0', **fields), NOON) > NOON + timedelta(days=365)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(['0', '30', '*/5', '59']),
    st.sampled_from(['*', '1', '2', '3', '1-3']),
    st.sampled_from(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca']),
)
def test_the_next_time_always_lies_in_the_future(now: datetime, minute: str, hour: str, zone: str) -> None:
    assert now < next_of_crontab(crontab(minute, hour, zone), now) < now + timedelta(days=2)


@given(st.datetimes(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 4), timezones=st.just(UTC)))
def test_also_in_the_night_when_the_clocks_go_back(now: datetime) -> None:
    assert now < next_of_crontab(crontab('*/10', '*', 'Europe/Berlin'), now) <= now + timedelta(minutes=10)
