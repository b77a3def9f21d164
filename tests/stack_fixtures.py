"""One stack of real processes for all tests that need one; each test has endpoints of its own there."""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import NetBox
from tests.integration.services import Services

__all__ = ('backend', 'control', 'endpoints', 'instant', 'instant_endpoint', 'netbox', 'services')


@pytest.fixture(scope='session')
def services(starting_proxbox_api: Future[ProxboxApiServer]) -> Iterator[Services]:
    """NetBox, worker, broker and simulator, started while proxbox-api starts."""
    with Services.started() as services:
        starting_proxbox_api.result()
        yield services


@pytest.fixture(scope='session')
def netbox(services: Services) -> NetBox:
    return services.netbox


@pytest.fixture(scope='session')
def backend(services: Services, netbox: NetBox, proxbox_api: ProxboxApiServer) -> Iterator[int]:
    """The real proxbox-api in NetBox."""
    endpoints = Endpoints(netbox, services.simulator)
    yield endpoints.add_backend('proxbox-api', proxbox_api.url, proxbox_api.api_key)
    endpoints.remove_all()


@pytest.fixture
def control(services: Services) -> Iterator[Control]:
    """The estates as they were in the beginning, to be steered."""
    yield services.control
    for name in services.control.estates():
        services.control.reset(name)


@pytest.fixture
def endpoints(services: Services) -> Iterator[Endpoints]:
    """Adds backends and endpoints to NetBox, and takes them away again."""
    endpoints = Endpoints(services.netbox, services.simulator)
    yield endpoints
    endpoints.remove_all()


@pytest.fixture
def instant() -> Iterator[InstantBackend]:
    """A backend that answers at once, or when it is told to."""
    with InstantBackend() as backend:
        yield backend


@pytest.fixture
def instant_endpoint(endpoints: Endpoints, instant: InstantBackend) -> int:
    """An endpoint that is read through the instant backend and was not synced yet."""
    return endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key, timeout=60))
