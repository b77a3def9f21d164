"""docs/guarantees.md names tests that exist, and its table is the one of the injected faults."""

import re
from pathlib import Path

from .fault_table import table_of
from .faults import FAULTS, Injection

TESTS = Path(__file__).parent.parent
PAGE = (TESTS.parent / 'docs' / 'guarantees.md').read_text()
LEAST = 200


def injected() -> list[tuple[str, str]]:
    return [(fault, Injection(fault, *where).stage) for fault, cases in FAULTS.items() for where in cases]


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r'`(test_\w+)`', PAGE))
    defined = {
        name for file in TESTS.rglob('test_*.py') for name in re.findall(r'^def (test_\w+)', file.read_text(), re.M)
    }
    assert named
    assert named - defined == set()


def test_every_guarantee_has_limits_and_tests() -> None:
    sections = re.split(r'^## ', PAGE, flags=re.M)[1:10]
    assert [section.partition('.')[0] for section in sections] == [str(number) for number in range(1, 10)]
    assert all('**Limits.**' in section and re.search(r'Held by `test_', section) for section in sections)


def test_the_table_is_that_of_the_faults() -> None:
    assert '\n'.join(table_of(injected())) in PAGE
    assert len(injected()) >= LEAST
