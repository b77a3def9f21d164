"""Endpoints for the tests of the real chord; each test has its own, on the one stack that all of them share."""

from collections.abc import Iterator

import pytest

from devstack.proxmox_ve.control import Control

from .endpoints import Endpoints
from .netbox import NetBox
from .netbox_objects import AddedObjects
from .services import Services


@pytest.fixture
def netbox_objects(netbox: NetBox) -> Iterator[AddedObjects]:
    """Adds objects of NetBox's own, and takes them away again."""
    with AddedObjects(netbox) as objects:
        yield objects


@pytest.fixture
def lab(endpoints: Endpoints, backend: int) -> int:
    """An endpoint for the three nodes of the lab that was not synced yet."""
    return endpoints.add('lab', backend)


@pytest.fixture
def synced_lab(netbox: NetBox, lab: int) -> int:
    """An endpoint for the three nodes of the lab that was synced once."""
    assert netbox.sync(lab).outcome == ('succeeded', '')
    return lab


@pytest.fixture(scope='module')
def lab_of_the_module(services: Services, netbox: NetBox, backend: int) -> Iterator[int]:
    endpoints = Endpoints(netbox, services.simulator)
    endpoint = endpoints.add('lab', backend)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    yield endpoint
    endpoints.remove_all()


@pytest.fixture
def known_lab(lab_of_the_module: int, endpoints: Endpoints, backend: int, control: Control) -> Iterator[int]:
    """An endpoint for the lab that was synced before; for tests that change nothing of what NetBox holds of it."""
    yield lab_of_the_module
    endpoints.change(lab_of_the_module, **endpoints.content('lab', backend))
