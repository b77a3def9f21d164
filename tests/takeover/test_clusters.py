"""Upstream's clusters and nodes, as rows of ours."""

from typing import Any

from netbox_proxbox.takeover.clusters import clusters_of, nodes_of


def cluster(key: int, endpoint: int = 1, **fields: Any) -> dict[str, Any]:
    return {'id': key, 'endpoint_id': endpoint, 'name': f'c{key}', 'mode': 'cluster', **fields}


def node(key: int, cluster: int | None, endpoint: int = 1, **fields: Any) -> dict[str, Any]:
    return {'id': key, 'endpoint_id': endpoint, 'name': f'n{key}', 'proxmox_cluster_id': cluster, **fields}


def test_an_endpoint_gets_the_cluster_of_most_nodes_and_else_the_newest() -> None:
    rows = [cluster(1), cluster(2), cluster(3), cluster(4, 2), cluster(5, 2), cluster(6, 3, mode='standalone')]

    found = clusters_of(rows, [node(1, 2), node(2, 2), node(3, 3), node(4, None)])

    assert {row.fields['endpoint_id']: row.fields['id'] for row in found} == {1: 2, 2: 5}


def test_a_node_is_in_a_cluster_of_its_own_endpoint_or_in_none() -> None:
    clusters = clusters_of([cluster(1), cluster(2, 2)], [])

    found = nodes_of([node(1, 1), node(2, 2), node(3, 9), node(4, None)], clusters)

    assert [row.fields['proxmox_cluster_id'] for row in found] == [1, None, None, None]


def test_what_is_null_there_and_cannot_be_here_is_empty() -> None:
    (found,) = nodes_of([node(1, None, node_id=None, support_level='x' * 80, ssl_fingerprint=None)], [])

    assert (found.fields['node_id'], found.fields['ssl_fingerprint']) == (0, '')
    assert found.fields['support_level'] == 'x' * 50
    assert (found.fields['netbox_device_id'], found.fields['link_origin']) == (None, '')
