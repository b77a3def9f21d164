"""Two endpoints of one cluster, whichever way each is read, and what only looks like that."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Metrics, Topology
from tests.readings import cluster_of, measured, metrics_of, numbered, standalone_host
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import CERTIFICATES, Estate
from tests.sync.ways import BOTH, DIRECTLY, Way, on_both_sources
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db

OURS, OTHERS = (':'.join([pair] * 32) for pair in ('CA', 'FE'))
THREE = cluster_of(*numbered(3))
on_all_pairs = pytest.mark.parametrize(
    ('first', 'second'), [(first, second) for first in BOTH for second in BOTH], ids=lambda way: str(way)
)


def metrics_with(certificates: str, *nodes: str) -> Metrics:
    return metrics_of(*(measured(node, ssl_fingerprint=f'{certificates} {node}') for node in nodes))


@dataclass
class Scene:
    """Endpoints, each of which leads to an estate of its own; two estates may play one cluster."""

    stack: ExitStack

    def estate(self, way: Way, topology: Topology, certificates: str = 'old', root_ca: str = OURS) -> Estate:
        estate = way.estate(topology, metrics_with(certificates, *(node.name for node in topology.nodes)))
        estate.root_ca = root_ca
        return estate

    def endpoint(self, way: Way, estate: Estate, name: str) -> tuple[ProxmoxEndpoint, ScriptedBackend]:
        server = self.stack.enter_context(way.serving(estate))
        return way.endpoint(server, name=name), server

    def synced(self, way: Way, topology: Topology, name: str = 'second', **world: str) -> SyncRun:
        """Sync a new endpoint of a new estate."""
        endpoint, _ = self.endpoint(way, self.estate(way, topology, **world), name)
        return whole_run(endpoint)


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(stack)


@on_all_pairs
def test_one_cluster_with_renewed_certificates(scene: Scene, first: Way, second: Way) -> None:
    assert scene.synced(first, THREE, 'first').status == 'succeeded'
    run = scene.synced(second, THREE, certificates='new')
    assert (run.status, run.error_code) == ('failed', 'duplicate-cluster')
    assert 'enter the address of "second" as a further address of "first"' in run.cure
    assert ProxmoxCluster.objects.count() == 1


@on_all_pairs
def test_where_one_ca_is_not_known_the_certificates_of_nodes_tell(scene: Scene, first: Way, second: Way) -> None:
    scene.synced(first, THREE, 'first', root_ca='')
    assert scene.synced(second, THREE).error_code == 'duplicate-cluster'


@on_both_sources
def test_two_clusters_of_one_name_and_the_same_addresses(scene: Scene, way: Way) -> None:
    scene.synced(way, THREE, 'first')
    estate = scene.estate(way, THREE, root_ca=OTHERS)
    estate.lose_metrics()
    endpoint, _ = scene.endpoint(way, estate, 'second')
    assert whole_run(endpoint).status == 'degraded'
    assert ProxmoxCluster.objects.filter(name='lab-cluster').count() == 2


@on_both_sources
def test_a_node_that_was_split_off_and_made_a_cluster_of_the_same_name(scene: Scene, way: Way) -> None:
    scene.synced(way, THREE, 'first')
    assert scene.synced(way, cluster_of('pve4')).status == 'succeeded'


@on_both_sources
def test_a_cluster_that_was_given_a_new_ca(scene: Scene, way: Way) -> None:
    estate = scene.estate(way, THREE)
    first, _ = scene.endpoint(way, estate, 'first')
    whole_run(first)
    estate.root_ca, estate.metrics = OTHERS, metrics_with('new', 'pve1', 'pve2', 'pve3')
    whole_run(first)
    assert ProxmoxEndpoint.objects.get(name='first').root_ca == OURS
    assert scene.synced(way, THREE, certificates='new', root_ca=OTHERS).error_code == 'duplicate-cluster'


@on_both_sources
def test_a_host_that_has_joined_the_cluster_of_another_endpoint(scene: Scene, way: Way) -> None:
    scene.synced(way, THREE, 'first')
    estate = scene.estate(way, standalone_host('pve4'), root_ca=OTHERS)
    host, _ = scene.endpoint(way, estate, 'host')
    assert whole_run(host).status == 'succeeded'
    estate.topology, estate.root_ca = cluster_of(*numbered(4)), OURS
    estate.metrics = metrics_with('new', 'pve1', 'pve2', 'pve3', 'pve4')
    assert whole_run(host).error_code == 'duplicate-cluster'


@on_both_sources
def test_a_host_that_another_endpoint_misses_is_tracked_alone(scene: Scene, way: Way) -> None:
    scene.synced(way, THREE, 'first')
    assert scene.synced(way, standalone_host('pve3')).error_code == 'member-tracked-elsewhere'
    ProxmoxNode.objects.filter(name='pve3').update(missing_because='kept')

    assert scene.synced(way, standalone_host('pve3'), 'alone').status == 'succeeded'


@on_both_sources
def test_the_ca_is_asked_for_at_first_and_then_once_a_day(scene: Scene, way: Way) -> None:
    endpoint, server = scene.endpoint(way, scene.estate(way, THREE), 'lab')

    def times_asked() -> int:
        server.received.clear()
        assert whole_run(endpoint).status == 'succeeded'
        return sum(line.endswith(CERTIFICATES) for line in server.lines)

    assert [times_asked(), times_asked()] == [1, 0]
    assert ProxmoxEndpoint.objects.get().root_ca == OURS
    ProxmoxEndpoint.objects.update(details_read_at=clock.database_now() - timedelta(days=2))
    assert [times_asked(), times_asked()] == [1, 0]


@on_both_sources
def test_without_verification_anybody_could_tell_a_ca(scene: Scene, way: Way) -> None:
    endpoint, _ = scene.endpoint(way, scene.estate(way, THREE), 'lab')
    whole_run(endpoint)
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.verify_ssl, endpoint.ca_certificate = False, ''
    endpoint.save()
    assert ProxmoxEndpoint.objects.get().root_ca == ''
    assert whole_run(endpoint).status == 'succeeded'
    assert ProxmoxEndpoint.objects.get().root_ca == ''


def test_a_ca_that_is_not_told_any_more_is_remembered(scene: Scene) -> None:
    estate = scene.estate(DIRECTLY, THREE)
    endpoint, _ = scene.endpoint(DIRECTLY, estate, 'lab')
    whole_run(endpoint)
    ProxmoxEndpoint.objects.update(details_read_at=None)
    estate.root_ca = ''
    assert whole_run(endpoint).status == 'succeeded'
    assert ProxmoxEndpoint.objects.get().root_ca == OURS
