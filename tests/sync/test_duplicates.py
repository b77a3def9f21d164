"""Whether another endpoint tracks the same cluster already."""

import pytest

from netbox_proxbox.sync.duplicates import TrackedNode, tracking_endpoint
from tests.readings import cluster_of, measured, metrics_of, node_named

READ = cluster_of(node_named('pve1', ip_address='10.0.0.1'), node_named('pve2', ip_address='10.0.0.2'))
METRICS = metrics_of(measured('pve1', ssl_fingerprint='AA'), measured('pve2', ssl_fingerprint='BB'))


def tracked(name: str = 'pve1', address: str | None = '10.0.0.1', fingerprint: str = 'AA') -> TrackedNode:
    return TrackedNode(endpoint='elsewhere', name=name, ip_address=address, ssl_fingerprint=fingerprint)


def test_a_shared_fingerprint_is_the_same_cluster() -> None:
    assert tracking_endpoint(READ, METRICS, [tracked(address='192.0.2.9')]) == 'elsewhere'


def test_other_fingerprints_are_another_cluster_at_the_same_addresses() -> None:
    assert tracking_endpoint(READ, METRICS, [tracked(fingerprint='XX'), tracked('pve2', '10.0.0.2', 'YY')]) is None


@pytest.mark.parametrize('metrics', [None, METRICS])
def test_without_fingerprints_the_address_decides(metrics: object) -> None:
    assert tracking_endpoint(READ, None, [tracked()]) == 'elsewhere'
    assert tracking_endpoint(READ, METRICS, [tracked(fingerprint='')]) == 'elsewhere'
    assert tracking_endpoint(READ, None, [tracked(address='10.9.9.9')]) is None


def test_two_unknown_addresses_are_not_the_same() -> None:
    assert tracking_endpoint(cluster_of('pve1'), None, [tracked(address=None, fingerprint='')]) is None


def test_nodes_of_other_names_say_nothing() -> None:
    assert tracking_endpoint(READ, METRICS, [tracked('pve9', '10.0.0.9', 'AA')]) is None


def test_one_shared_node_is_enough() -> None:
    assert tracking_endpoint(READ, METRICS, [tracked(fingerprint='XX'), tracked('pve2', None, 'BB')]) == 'elsewhere'


def test_nobody_tracks_it() -> None:
    assert tracking_endpoint(READ, METRICS, []) is None
