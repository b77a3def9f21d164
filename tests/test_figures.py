"""Sizes and times in words."""

import pytest

from netbox_proxbox.figures import gigabytes, uptime_text


def test_memory_is_counted_as_proxmox_does() -> None:
    assert gigabytes(17179869184, 68719476736) == '16.0 / 64.0 GB'


@pytest.mark.parametrize(
    ('seconds', 'text'), [(0, '—'), (59, '59s'), (61, '1m'), (3600, '1h'), (90061, '1d 1h 1m'), (86400 * 400, '400d')]
)
def test_uptime_leaves_seconds_out_once_there_are_minutes(seconds: int, text: str) -> None:
    assert uptime_text(seconds) == text
