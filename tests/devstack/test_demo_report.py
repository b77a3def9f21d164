"""Metrics as an administrator reads them."""

import pytest

from devstack.demo_report import uptime_text


@pytest.mark.parametrize(
    ('seconds', 'text'),
    [(0, ''), (59, '0 min 59 s'), (3_900, '1 h 5 min'), (90_000, '1 d 1 h'), (8_640_000, '100 d 0 h')],
)
def test_uptime(seconds: int, text: str) -> None:
    assert uptime_text(seconds) == text
