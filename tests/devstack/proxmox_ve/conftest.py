"""A simulation on free ports, made once and put back to its beginning after each test."""

import ssl
from collections.abc import Iterator

import pytest

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.control_server import ControlServer
from devstack.proxmox_ve.simulation import DoorSpec, Simulation

from .served_estates import ServedEstates

LABELS = ('lab', 'lab@pve2', 'solo', 'site-1', 'site-2@*')


@pytest.fixture(scope='session')
def simulation() -> Iterator[ServedEstates]:
    """One simulation for all tests."""
    with Simulation([DoorSpec.parse(label) for label in LABELS]) as estates, ControlServer(estates) as server:
        trust = ssl.create_default_context(cadata=estates.authorities())
        yield ServedEstates(estates, Control(server.url), trust)


@pytest.fixture
def served(simulation: ServedEstates) -> Iterator[ServedEstates]:
    """The simulation as it was in the beginning."""
    yield simulation
    for name in simulation.control.estates():
        simulation.control.reset(name)
