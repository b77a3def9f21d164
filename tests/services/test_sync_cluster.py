"""The documented Python entry, with the documented answer."""

import pytest
from django.db import connection, transaction

from netbox_proxbox.errors import ReadingHeld, SyncInProgress
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes
from tests.builders import a_run
from tests.readings import metrics_of, standalone_host
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources

pytestmark = [pytest.mark.usefixtures('committed'), on_both_sources]

FIRST = {
    'mode': 'cluster',
    'clusters': {'created': 1, 'updated': 0},
    'nodes': {'created': 3, 'updated': 0, 'deleted': 0},
}
NOTHING_NEW = {
    'mode': 'cluster',
    'clusters': {'created': 0, 'updated': 0},
    'nodes': {'created': 0, 'updated': 0, 'deleted': 0},
}


@pytest.fixture
def endpoint_id(committed: None, server: ScriptedBackend, way: Way) -> int:
    """An endpoint with a cluster of three nodes behind it."""
    return way.endpoint(server).pk


def test_the_documented_answer(endpoint_id: int) -> None:
    assert sync_cluster_and_nodes(endpoint_id=endpoint_id) == FIRST
    assert sync_cluster_and_nodes(endpoint_id) == NOTHING_NEW
    assert not connection.in_atomic_block


def test_the_same_inside_of_a_scripts_transaction(endpoint_id: int) -> None:
    with transaction.atomic():
        assert sync_cluster_and_nodes(endpoint_id) == FIRST
        assert sync_cluster_and_nodes(endpoint_id) == NOTHING_NEW

    assert ProxmoxNode.objects.count() == 3
    assert set(SyncRun.objects.values_list('status', 'trigger')) == {('succeeded', 'python')}


def test_a_run_that_is_active_is_named(endpoint_id: int) -> None:
    active = a_run(ProxmoxEndpoint.objects.get(), 'running')

    with pytest.raises(SyncInProgress, match=str(active)):
        sync_cluster_and_nodes(endpoint_id)


def test_a_reading_that_is_held_is_no_answer(endpoint_id: int, estate: Estate) -> None:
    sync_cluster_and_nodes(endpoint_id)
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')

    with pytest.raises(ReadingHeld, match='Nothing proves that the cluster is gone'):
        sync_cluster_and_nodes(endpoint_id)

    assert SyncRun.objects.latest('pk').status == 'held'
    assert ProxmoxEndpoint.objects.get().held_because == 'turned-standalone'


def test_an_endpoint_that_does_not_exist(endpoint_id: int) -> None:
    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        sync_cluster_and_nodes(4711)
