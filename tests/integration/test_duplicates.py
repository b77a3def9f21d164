"""Two endpoints that lead to the same cluster: the second is refused, and the first stays as it was."""

import pytest

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox

pytestmark = pytest.mark.integration


def test_the_second_endpoint_of_a_cluster_is_refused_until_the_first_is_disabled(
    netbox: NetBox, endpoints: Endpoints, backend: int, synced_lab: int
) -> None:
    first, second = synced_lab, endpoints.add('lab@pve2', backend)
    names = {endpoint: netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name'] for endpoint in (first, second)}
    before = netbox.rows(first)
    run = sync_without_effect(netbox, second)
    assert run.outcome == ('failed', 'duplicate-cluster')
    assert run.cause == (
        f'Endpoint "{names[second]}" leads to the cluster "lab-cluster", '
        f'which endpoint "{names[first]}" tracks already.'
    )
    assert f'disable or delete "{names[second]}" or "{names[first]}"' in run.cure
    assert netbox.rows(first) == before
    assert netbox.sync(first).outcome == ('succeeded', '')
    endpoints.change(first, enabled=False)
    assert netbox.sync(second).outcome == ('succeeded', '')
    assert netbox.rows(second).nodes['pve2']['local'] is True


def test_a_disabled_endpoint_is_not_read(netbox: NetBox, endpoints: Endpoints, synced_lab: int) -> None:
    endpoints.change(synced_lab, enabled=False)
    run = sync_without_effect(netbox, synced_lab)
    assert run.outcome == ('failed', 'endpoint-disabled')
    assert 'Enable endpoint' in run.cure
