"""The Retry-After header, in both its forms and in none."""

from datetime import UTC, datetime

import pytest

from netbox_proxbox.sources.retry_after import seconds_to_wait

NOW = datetime(2026, 4, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ('header', 'seconds'),
    [
        (None, None),
        ('60', 60),
        (' 1.5 ', 1.5),
        ('-5', 0),
        ('Wed, 01 Apr 2026 12:00:30 GMT', 30),
        ('Wed, 01 Apr 2026 11:00:00 GMT', 0),
        ('Wed, 01 Apr 2026 12:00:30 -0000', None),
        ('soon', None),
        ('', None),
        ('nan', None),
        ('inf', None),
    ],
)
def test_seconds_to_wait(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOW) == seconds
