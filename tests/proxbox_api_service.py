"""The real proxbox-api, started once for all tests that need it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from devstack.credentials import Credentials
from devstack.paths import new_log_folder
from devstack.proxbox_api import ProxboxApiServer, install_proxbox_api, start_proxbox_api
from devstack.supervisor import Supervisor

__all__ = ('proxbox_api', 'starting_proxbox_api')

# It counts per address and minute, and all of the tests come from one.
NO_RATE_LIMIT = '100000'


@pytest.fixture(scope='session')
def starting_proxbox_api() -> Iterator[Future[ProxboxApiServer]]:
    """The service, which takes most of a minute to start; ask for it early, and for its result late."""
    with ThreadPoolExecutor(1) as pool, Supervisor(new_log_folder('proxbox-api')) as supervisor:
        yield pool.submit(_start_proxbox_api, supervisor)


@pytest.fixture(scope='session')
def proxbox_api(starting_proxbox_api: Future[ProxboxApiServer]) -> ProxboxApiServer:
    """The service, ready."""
    return starting_proxbox_api.result()


def _start_proxbox_api(supervisor: Supervisor) -> ProxboxApiServer:
    python, folder = install_proxbox_api(supervisor), supervisor.new_folder()
    return start_proxbox_api(python, folder, Credentials(), supervisor, PROXBOX_RATE_LIMIT=NO_RATE_LIMIT)
