"""docs/security.md names tests that exist, for each danger at least one."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / 'docs' / 'security.md').read_text()


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r'`(tests/[\w/.]+)`', PAGE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_danger_has_a_defense_and_a_test() -> None:
    table = PAGE.partition('| danger | defense | held by |')[2].partition('\n\n')[0]
    dangers = [row.strip('| ').split(' | ') for row in table.splitlines()[2:]]
    assert len(dangers) > 10
    assert [danger for danger, *rest in dangers if len(rest) != 2 or '`tests/' not in rest[-1]] == []
