"""One estate, and the endpoint that leads there: through proxbox-api, unless a suite says `on_both_sources`."""

from collections.abc import Iterator

import pytest

from netbox_proxbox.models import ProxmoxEndpoint
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import THROUGH_PROXBOX_API, Way

__all__ = ('estate', 'lab', 'proxbox', 'server', 'way')


@pytest.fixture
def way() -> Way:
    """How the estate is read."""
    return THROUGH_PROXBOX_API


@pytest.fixture
def estate(way: Way) -> Estate:
    """A cluster of three nodes."""
    return way.estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))


@pytest.fixture
def server(estate: Estate, way: Way) -> Iterator[ScriptedBackend]:
    """What answers for the estate."""
    with way.serving(estate) as server:
        yield server


@pytest.fixture
def proxbox(server: ScriptedBackend) -> ScriptedBackend:
    """The HTTP service in front of the estate."""
    return server


@pytest.fixture
def lab(db: None, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    """The endpoint of the estate."""
    return way.endpoint(server)
