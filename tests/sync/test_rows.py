"""The rows of one endpoint, and whether another endpoint has the same cluster."""

import pytest

from netbox_proxbox.errors import DuplicateCluster
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.rows import known_of, lock_rows
from tests.builders import a_backend, an_endpoint, rows_of, written
from tests.readings import cluster_of, measured, metrics_of, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


@pytest.fixture
def other(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return an_endpoint(a_backend(name='second'), name='lab-again')


def test_an_endpoint_that_is_gone_has_no_rows(db: None) -> None:
    assert lock_rows(4711) is None


def test_a_node_in_a_cluster_that_is_not_the_endpoints_own_is_outside(
    endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint
) -> None:
    written(endpoint, cluster_of('pve1'))
    foreign = ProxmoxCluster.objects.create(endpoint=other, name='foreign', mode='cluster')
    ProxmoxNode.objects.update(proxmox_cluster=foreign)

    assert known_of(rows_of(endpoint)).nodes[0].fields['in_cluster'] is False
    written(endpoint, cluster_of('pve1'))
    assert ProxmoxNode.objects.get().proxmox_cluster == ProxmoxCluster.objects.get(endpoint=endpoint)


def test_the_second_endpoint_of_a_cluster_is_refused(endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))

    with pytest.raises(DuplicateCluster, match='"lab-again" leads to the cluster "lab-cluster", which endpoint "lab"'):
        written(other, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))
    assert not ProxmoxNode.objects.filter(endpoint=other).exists()


def test_an_endpoint_that_is_repointed_to_a_tracked_cluster_is_refused(
    endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint
) -> None:
    written(other, cluster_of('pve7', name='elsewhere'))
    written(endpoint, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))

    with pytest.raises(DuplicateCluster):
        written(other, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))
    assert ProxmoxNode.objects.get(endpoint=other).name == 'pve7'


def test_the_first_endpoint_goes_on_beside_the_second(endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))
    copy = ProxmoxCluster.objects.create(endpoint=other, name='lab-cluster', mode='cluster')
    ProxmoxNode.objects.create(endpoint=other, name='pve1', proxmox_cluster=copy, ssl_fingerprint='AB:CD:pve1')

    written(endpoint, cluster_of(*numbered(2), quorate=False), metrics_of('pve1', 'pve2'))

    assert ProxmoxCluster.objects.get(endpoint=endpoint).quorate is False


def test_a_disabled_endpoint_leaves_its_cluster_to_another(endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))
    endpoint.enabled = False
    endpoint.save()

    written(other, cluster_of(*numbered(2)), metrics_of('pve1', 'pve2'))

    assert ProxmoxNode.objects.filter(endpoint=other).count() == 2


def test_clusters_of_one_name_may_be_different(endpoint: ProxmoxEndpoint, other: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'), metrics_of(measured('pve1', ssl_fingerprint='AA')))

    written(other, cluster_of('pve1'), metrics_of(measured('pve1', ssl_fingerprint='BB')))

    assert ProxmoxCluster.objects.filter(name='lab-cluster').count() == 2
