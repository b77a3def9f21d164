"""Whether another endpoint tracks the same cluster already."""

from dataclasses import replace

import pytest

from netbox_proxbox.sync.duplicates import TrackedCluster, TrackedNode, tracking_endpoint
from tests.readings import cluster_of, measured, metrics_of, node_named, standalone_host

READ = cluster_of(node_named('pve1', ip_address='10.0.0.1'), node_named('pve2', ip_address='10.0.0.2'))
METRICS = metrics_of(measured('pve1', ssl_fingerprint='AA'), measured('pve2', ssl_fingerprint='BB'))


def node(name: str = 'pve1', address: str | None = '10.0.0.1', fingerprint: str = 'AA') -> TrackedNode:
    return TrackedNode(name=name, ip_address=address, ssl_fingerprint=fingerprint)


def tracked(*nodes: TrackedNode, root_ca: str = '') -> list[TrackedCluster]:
    return [TrackedCluster(endpoint='elsewhere', root_ca=root_ca, nodes=nodes)]


def renewed(*names: str, root_ca: str = 'CA') -> list[TrackedCluster]:
    """Nodes whose certificates and addresses were others when they were read."""
    return tracked(*(node(name, None, f'old {name}') for name in names), root_ca=root_ca)


def test_a_shared_fingerprint_is_the_same_cluster() -> None:
    assert tracking_endpoint(READ, METRICS, tracked(node(address='192.0.2.9'))) == 'elsewhere'


def test_other_fingerprints_are_another_cluster_at_the_same_addresses() -> None:
    others = tracked(node(fingerprint='XX'), node('pve2', '10.0.0.2', 'YY'))
    assert tracking_endpoint(READ, METRICS, others) is None


@pytest.mark.parametrize('metrics', [None, METRICS])
def test_without_fingerprints_the_address_decides(metrics: object) -> None:
    assert tracking_endpoint(READ, None, tracked(node())) == 'elsewhere'
    assert tracking_endpoint(READ, METRICS, tracked(node(fingerprint=''))) == 'elsewhere'
    assert tracking_endpoint(READ, None, tracked(node(address='10.9.9.9'))) is None


def test_two_unknown_addresses_are_not_the_same() -> None:
    assert tracking_endpoint(cluster_of('pve1'), None, tracked(node(address=None, fingerprint=''))) is None


def test_nodes_of_other_names_say_nothing() -> None:
    assert tracking_endpoint(READ, METRICS, tracked(node('pve9', '10.0.0.9', 'AA'))) is None


def test_one_shared_node_is_enough() -> None:
    others = tracked(node(fingerprint='XX'), node('pve2', None, 'BB'))
    assert tracking_endpoint(READ, METRICS, others) == 'elsewhere'


def test_nobody_tracks_it() -> None:
    assert tracking_endpoint(READ, METRICS, []) is None


def test_the_second_of_two_that_have_its_name_may_be_the_same() -> None:
    found = [TrackedCluster(endpoint='stranger', root_ca='', nodes=(node(fingerprint='XX'),)), *tracked(node())]
    assert tracking_endpoint(READ, METRICS, found) == 'elsewhere'


@pytest.mark.parametrize('metrics', [None, METRICS], ids=['without metrics', 'all certificates renewed'])
def test_one_ca_and_the_same_members_are_the_same_cluster(metrics: object) -> None:
    read = replace(READ, root_ca='CA')
    assert tracking_endpoint(read, metrics, renewed('pve1', 'pve2')) == 'elsewhere'  # type: ignore[arg-type]
    assert tracking_endpoint(read, metrics, renewed('pve1', 'pve2', root_ca='')) is None  # type: ignore[arg-type]


@pytest.mark.parametrize('members', [('pve1', 'pve2'), ('pve1', 'pve2', 'pve3', 'pve4')], ids=['one came', 'one left'])
def test_members_may_have_come_or_gone_since(members: tuple[str, ...]) -> None:
    read = replace(cluster_of('pve1', 'pve2', 'pve3'), root_ca='CA')
    assert tracking_endpoint(read, METRICS, renewed(*members)) == 'elsewhere'


def test_a_node_that_was_split_off_with_the_ca_is_a_cluster_of_its_own() -> None:
    """It was removed from the cluster, and made one of the same name by itself."""
    read = replace(cluster_of('pve3'), root_ca='CA')
    assert tracking_endpoint(read, metrics_of('pve3'), renewed('pve1', 'pve2')) is None
    assert tracking_endpoint(read, metrics_of('pve3'), renewed('pve1', 'pve2', 'pve3')) is None


def test_a_standalone_host_with_the_ca_of_a_cluster_is_no_member_by_that() -> None:
    read = replace(standalone_host('pve3'), root_ca='CA')
    assert tracking_endpoint(read, metrics_of('pve3'), renewed('pve3')) is None


def test_with_two_cas_addresses_prove_nothing() -> None:
    read = replace(READ, root_ca='CA')
    assert tracking_endpoint(read, None, tracked(node(), root_ca='another CA')) is None
    assert tracking_endpoint(read, METRICS, tracked(node(fingerprint=''), root_ca='another CA')) is None


def test_a_cluster_that_was_given_a_new_ca_is_known_by_the_certificate_of_a_node() -> None:
    assert tracking_endpoint(replace(READ, root_ca='new CA'), METRICS, tracked(node(), root_ca='CA')) == 'elsewhere'
