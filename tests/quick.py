"""`make quick`: every test that needs no service, told by what it asks for, so that no list has to be kept."""

import re
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from django.test import TransactionTestCase

__all__ = (
    'needs_a_service',
    'pytest_collection_modifyitems',
    'pytest_ignore_collect',
    'pytest_runtest_makereport',
)

MARKS: Final = ('django_db', 'integration', 'valkey')
# Every other fixture with a service behind it asks for one of these.
FIXTURES: Final = frozenset({'django_db_setup', 'starting_proxbox_api'})
# Importing these modules would take longer than their neighbours' tests: NetBox's test cases load its GraphQL schema.
ALL_OF_SERVICES: Final = re.compile(
    rf'^pytestmark = .*\b({"|".join(MARKS)}|committed)\b|^from utilities\.testing import ', re.MULTILINE
)
HINT: Final = (
    f'There is no service here. If the test needs one, let it say so by a mark ({", ".join(MARKS)}) or by a fixture '
    'such as db, committed or services; it then belongs to "make test".'
)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Do not import a module all of whose tests need a service."""
    is_of_tests = collection_path.match('test_*.py')
    return True if is_of_tests and ALL_OF_SERVICES.search(collection_path.read_text()) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the other tests that need one."""
    config.hook.pytest_deselected(items=[item for item in items if needs_a_service(item)])
    items[:] = [item for item in items if not needs_a_service(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell with each failure that no service runs."""
    report = yield
    if report.failed:
        report.sections.append(('make quick', HINT))
    return report


def needs_a_service(item: pytest.Item) -> bool:
    """Tell whether a test asks for PostgreSQL, Valkey, or processes of devstack."""
    if not isinstance(item, pytest.Function):
        return False
    is_of_django = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    is_marked = any(item.get_closest_marker(mark) for mark in MARKS)
    return is_of_django or is_marked or not FIXTURES.isdisjoint(item.fixturenames)
