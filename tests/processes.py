"""Two test processes side by side: tests of real processes mostly wait, the other ones mostly compute."""

import os
from dataclasses import replace
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from devstack.foundations import VARIABLE as FOUNDATIONS
from devstack.foundations import Foundations
from devstack.site_settings import VARIABLE, SiteSettings

__all__ = ('pytest_collection_modifyitems', 'pytest_xdist_make_scheduler', 'pytest_xdist_setupnodes')

XDIST_WORKER = 'PYTEST_XDIST_WORKER'

# What starts processes of devstack, which one test process does once for all tests of a line. The pages have a stack of
# their own beside the other tests: on that of the first line they would come last, when nobody is left to run beside.
SHARING_A_STACK = (
    ('tests/guarantees/', 'tests/integration/', 'tests/security/test_canaries.py'),
    ('tests/pages/',),
    ('tests/branching/',),
)
# What takes longest comes first, so that it is not left for the end, when nothing runs beside it.
LONG = (
    SHARING_A_STACK[0],
    ('tests/packaging/', 'tests/migrations/test_namesake.py', 'tests/takeover/test_killed.py'),
    *SHARING_A_STACK[1:],
    ('tests/security/test_permissions.py',),
    ('tests/security/test_roles.py',),
)
# They stand among those of the first line for what they prove, and need no process but their own.
NEEDING_NO_STACK = (
    'tests/guarantees/test_answers.py',
    'tests/guarantees/test_deadlocks.py',
    'tests/guarantees/test_deleted_endpoints.py',
    'tests/guarantees/test_documentation.py',
    'tests/guarantees/test_parallel_requests.py',
)


class WholeStacks(LoadScopeScheduling):
    """Keeps the tests that share a stack in one process."""

    def _split_scope(self, nodeid: str) -> str:
        stack = next((folders for folders in SHARING_A_STACK if nodeid.startswith(folders)), None)
        return stack[0] if stack and not nodeid.startswith(NEEDING_NO_STACK) else nodeid.partition('::')[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first where processes share the work, which they take in this order."""
    if XDIST_WORKER in os.environ:
        items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    is_long = not nodeid.startswith(NEEDING_NO_STACK)
    return next((place for place, part in enumerate(LONG) if is_long and nodeid.startswith(part)), len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeStacks:
    """Hand out tests by what they share."""
    return WholeStacks(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each test process databases of its own in Valkey; pytest-django does so in PostgreSQL."""
    if FOUNDATIONS not in os.environ:  # as under `make quick`
        return
    foundations, site = Foundations.from_environment(), SiteSettings.from_environment()
    for spec in specs:
        number = foundations.next_number()
        site = replace(site, valkey_first_database=foundations.site('netbox', number).valkey_first_database)
        spec.env[VARIABLE] = site.write(foundations.folder / f'netbox-{number}' / 'site.json')[VARIABLE]
