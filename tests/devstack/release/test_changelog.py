"""A release is told in a dated section of its own, on top."""

import pytest

from devstack.release.changelog import problems

WELL = """# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-24

### Added
- Something.

## [0.1.0] - 2026-11-01
- All of it.
"""


def test_a_dated_section_on_top_is_well() -> None:
    assert problems(WELL, '0.2.0') == []
    assert problems(WELL.replace('## [Unreleased]\n', ''), '0.2.0') == []


@pytest.mark.parametrize(
    ('text', 'told'),
    [
        (WELL.replace('0.2.0', '0.3.0'), 'CHANGELOG.md has no section "## [0.2.0] - YYYY-MM-DD"'),
        (WELL.replace(' - 2026-12-24', ''), 'the section of 0.2.0 has no date'),
        (WELL.replace('### Added\n- Something.\n', ''), 'the section of 0.2.0 is empty'),
        (
            WELL.replace('## [Unreleased]\n', '## [Unreleased]\n- News.\n'),
            'the section Unreleased is not empty, though all that is committed is in 0.2.0',
        ),
        (
            WELL.replace('## [0.2.0]', '## [0.3.0] - 2027-01-01\n- More.\n\n## [0.2.0]'),
            'the section of 0.3.0 stands above that of 0.2.0',
        ),
    ],
)
def test_what_is_missing_is_told(text: str, told: str) -> None:
    assert problems(text, '0.2.0') == [told]
