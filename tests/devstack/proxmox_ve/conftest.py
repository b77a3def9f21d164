"""A simulation on free ports, made once and put back to its beginning after each test."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.control_server import ControlServer
from devstack.proxmox_ve.simulation import DoorSpec, Simulation

from .served_estates import ServedEstates

LABELS = ('lab', 'lab@pve2', 'solo', 'site-1')


@pytest.fixture(scope='session')
def simulation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEstates]:
    """One simulation for all tests."""
    authority: Path = tmp_path_factory.mktemp('authority') / 'ca.pem'
    with Simulation([DoorSpec.parse(label) for label in LABELS]) as estates, ControlServer(estates) as server:
        estates.certificates.write_authority(authority)
        trust = ssl.create_default_context(cafile=authority)
        yield ServedEstates(estates, Control(server.url), trust)


@pytest.fixture
def served(simulation: ServedEstates) -> Iterator[ServedEstates]:
    """The simulation as it was in the beginning."""
    yield simulation
    for name in simulation.control.estates():
        simulation.control.reset(name)
