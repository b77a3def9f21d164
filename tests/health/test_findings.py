"""How findings add up."""

import pytest

from netbox_proxbox.health.findings import Finding, Level, worst_of


@pytest.mark.parametrize(
    ('levels', 'worst'),
    [
        ([], Level.OK),
        ([Level.OK, Level.OK], Level.OK),
        ([Level.WARNING, Level.OK], Level.WARNING),
        ([Level.ERROR, Level.WARNING, Level.OK], Level.ERROR),
    ],
)
def test_the_worst_finding_decides(levels: list[Level], worst: Level) -> None:
    assert worst_of(Finding('broker', level, 'answers') for level in levels) == worst
