"""Two test processes side by side: tests of real processes mostly wait, the other ones mostly compute."""

from dataclasses import replace
from typing import Any

import pytest

from devstack.foundations import Foundations
from devstack.site_settings import VARIABLE, SiteSettings

__all__ = ('first_those_that_wait', 'pytest_xdist_setupnodes')

# What starts processes of devstack, which one test process does once for all of these.
SHARING_A_STACK = ('tests/guarantees/', 'tests/integration/', 'tests/pages/', 'tests/devstack/proxmox_ve/')


def first_those_that_wait(item: pytest.Item) -> bool:
    """Mark the group of a test, of which each stays in one process, and return False for those that come first."""
    waits = item.nodeid.startswith(SHARING_A_STACK)
    item.add_marker(pytest.mark.xdist_group('processes' if waits else item.nodeid.partition('::')[0]))
    return not waits


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each test process databases of its own in Valkey; pytest-django does so in PostgreSQL."""
    foundations, site = Foundations.from_environment(), SiteSettings.from_environment()
    for spec in specs:
        number = foundations.next_number()
        site = replace(site, valkey_first_database=foundations.site('netbox', number).valkey_first_database)
        spec.env[VARIABLE] = site.write(foundations.folder / f'netbox-{number}' / 'site.json')[VARIABLE]
