"""A backend with one estate behind it, and the endpoint that leads there."""

from collections.abc import Iterator

import pytest

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend, an_endpoint
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate

__all__ = ('estate', 'lab', 'proxbox')


@pytest.fixture
def estate() -> Estate:
    """A cluster of three nodes."""
    return Estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))


@pytest.fixture
def proxbox(estate: Estate) -> Iterator[ScriptedBackend]:
    """The HTTP service in front of the estate."""
    with ScriptedBackend(estate) as server:
        yield server


@pytest.fixture
def lab(db: None, proxbox: ScriptedBackend) -> ProxmoxEndpoint:
    """The endpoint of the estate."""
    connection = proxbox.connection()
    return an_endpoint(a_backend(base_url=connection.url, api_key=connection.api_key))
