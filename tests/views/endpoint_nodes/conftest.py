"""An endpoint that was never read, and its cluster."""

import pytest

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint
from netbox_proxbox.tests import estate


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return estate.make_endpoints(1)[0]


@pytest.fixture
def cluster(endpoint: ProxmoxEndpoint) -> ProxmoxCluster:
    ProxmoxEndpoint.objects.update(mode='cluster')
    fields = {'name': 'pve-cluster', 'mode': 'cluster', 'quorate': True, 'version': 7, 'nodes_count': 3}
    return ProxmoxCluster.objects.create(endpoint=endpoint, **fields)
