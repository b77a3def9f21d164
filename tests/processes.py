"""Two test processes side by side: tests of real processes mostly wait, the other ones mostly compute."""

from dataclasses import replace
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from devstack.foundations import Foundations
from devstack.site_settings import VARIABLE, SiteSettings

__all__ = ('pytest_xdist_make_scheduler', 'pytest_xdist_setupnodes')

# What starts processes of devstack, which one test process does once for all of these.
SHARING_A_STACK = ('tests/guarantees/', 'tests/integration/', 'tests/pages/', 'tests/devstack/proxmox_ve/')


class OneStack(LoadScopeScheduling):
    """Keeps the tests that share a stack in one process, which gets them first, for they are the largest part."""

    def _split_scope(self, nodeid: str) -> str:
        return 'processes' if nodeid.startswith(SHARING_A_STACK) else nodeid.partition('::')[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStack:
    """Hand out tests by what they share."""
    return OneStack(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each test process databases of its own in Valkey; pytest-django does so in PostgreSQL."""
    foundations, site = Foundations.from_environment(), SiteSettings.from_environment()
    for spec in specs:
        number = foundations.next_number()
        site = replace(site, valkey_first_database=foundations.site('netbox', number).valkey_first_database)
        spec.env[VARIABLE] = site.write(foundations.folder / f'netbox-{number}' / 'site.json')[VARIABLE]
