"""Sizes and times in words."""

from datetime import UTC, datetime, timedelta

import pytest

from netbox_proxbox.templatetags.proxbox_humanize import (
    age_text,
    duration_text,
    gigabytes,
    total_gigabytes,
    uptime_text,
)

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def test_memory_is_counted_as_proxmox_does() -> None:
    assert gigabytes(17179869184, 68719476736) == '16.0 / 64.0 GB'
    assert total_gigabytes(68719476736) == '64.0 GB'


@pytest.mark.parametrize(
    ('age', 'text'),
    [
        (timedelta(seconds=-5), 'just now'),
        (timedelta(seconds=59), 'just now'),
        (timedelta(seconds=119), '1 minute ago'),
        (timedelta(minutes=187), '3 hours ago'),
        (timedelta(days=8), '1 week ago'),
    ],
)
def test_an_age_has_one_unit(age: timedelta, text: str) -> None:
    assert age_text(NOON - age, NOON).replace('\xa0', ' ') == text


@pytest.mark.parametrize(
    ('seconds', 'text'), [(0, '—'), (59, '59s'), (61, '1m'), (3600, '1h'), (90061, '1d 1h 1m'), (86400 * 400, '400d')]
)
def test_uptime_leaves_seconds_out_once_there_are_minutes(seconds: int, text: str) -> None:
    assert uptime_text(seconds) == text


@pytest.mark.parametrize(('seconds', 'text'), [(0.096, '0s'), (5.9, '5s'), (65, '1m 5s'), (7200, '2h')])
def test_a_duration_has_whole_seconds(seconds: float, text: str) -> None:
    assert duration_text(timedelta(seconds=seconds)) == text
