"""`GET /cluster/status` of versions 6 to 9: what it tells, and what cannot be the whole truth."""

from typing import Any

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.parse import parse_topology
from netbox_proxbox.sources.records import Topology

from ..captured import captured_data

CLUSTER = {'type': 'cluster', 'id': 'cluster', 'name': 'harbor', 'nodes': 1, 'version': 7, 'quorate': 1}
NODE = {'type': 'node', 'name': 'pier1', 'nodeid': 1, 'online': 1, 'local': 1, 'level': '', 'ip': '192.0.2.11'}


def read(*rows: object) -> Topology:
    return parse_topology(list(rows), 'lab')


def test_a_healthy_cluster() -> None:
    topology = parse_topology(captured_data('cluster-status-healthy'), 'lab')
    assert (topology.mode, topology.name, topology.cluster_id) == ('cluster', 'harbor', 'cluster')
    assert (topology.nodes_count, topology.quorate, topology.version) == (3, True, 7)
    found = {node.name: (node.node_id, node.ip_address, node.online) for node in topology.nodes}
    assert found == {f'pier{number}': (number, f'192.0.2.1{number}', True) for number in (1, 2, 3)}
    assert sum(node.local for node in topology.nodes) == 1


@pytest.mark.parametrize(
    ('name', 'mode', 'node_id'),
    [('cluster-status-standalone', 'standalone', 0), ('cluster-status-one-node-cluster', 'cluster', 2)],
)
def test_one_node(name: str, mode: str, node_id: int) -> None:
    topology = parse_topology(captured_data(name), 'lab')
    assert (topology.mode, topology.quorate, topology.nodes_count) == (mode, True, 1)
    assert topology.nodes[0].node_id == node_id


def test_the_support_level_is_a_letter() -> None:
    assert parse_topology(captured_data('cluster-status-standalone'), 'lab').nodes[0].support_level == 'c'


@pytest.mark.parametrize(
    ('name', 'address'), [('cluster-status-offline', '192.0.2.13'), ('cluster-status-offline-no-ip', None)]
)
def test_an_offline_member_may_have_no_address(name: str, address: str | None) -> None:
    (down,) = (node for node in parse_topology(captured_data(name), 'lab').nodes if not node.online)
    assert (down.name, down.online, down.ip_address) == ('pier3', False, address)


@pytest.mark.parametrize('name', ['cluster-status-noquorum', 'cluster-status-corosync-died-later'])
def test_without_quorum_others_are_not_believed(name: str) -> None:
    topology = parse_topology(captured_data(name), 'lab')
    assert not topology.quorate
    assert {node.local: node.online for node in topology.nodes} == {True: True, False: None}


@pytest.mark.parametrize(
    ('value', 'expected'), [(0, False), ('0', False), ('', False), (False, False), (1, True), ('1', True), (True, True)]
)
def test_booleans_as_perl_writes_them(value: Any, expected: bool) -> None:
    topology = read(
        {**CLUSTER, 'quorate': value}, {**NODE, 'local': 1}, {**NODE, 'name': 'pier2', 'local': value, 'online': value}
    )
    assert (topology.quorate, topology.nodes[1].local) == (expected, expected)
    standalone = read({**NODE, 'online': value})
    assert standalone.nodes[0].online is expected


def test_numbers_as_text() -> None:
    topology = read({**CLUSTER, 'nodes': '1', 'version': '7'}, {**NODE, 'nodeid': '1'})
    assert (topology.nodes_count, topology.version, topology.nodes[0].node_id) == (1, 7, 1)


@pytest.mark.parametrize(
    'found', [None, [], {}, 'x', 7, True, [None], [[]], ['x'], [{}], [{'type': 'qemu'}], [CLUSTER]]
)
def test_what_is_no_list_of_members(found: object) -> None:
    with pytest.raises(errors.ReadingIncomplete):
        parse_topology(found, 'lab')


@pytest.mark.parametrize(
    ('rows', 'words'),
    [
        ([CLUSTER, CLUSTER, NODE], '2 clusters were listed'),
        ([{**CLUSTER, 'nodes': 2}, NODE], 'counts 2 nodes, but only 1'),
        ([{**CLUSTER, 'nodes': 2}, NODE, NODE], 'Node "pier1" was listed 2 times'),
        ([NODE, {**NODE, 'name': 'pier2'}], 'standalone host was listed with 2 nodes'),
        ([CLUSTER, {**NODE, 'online': None}], '"online" is neither true nor false'),
        ([{**CLUSTER, 'quorate': 'maybe'}, NODE], '"quorate" is neither true nor false'),
        ([CLUSTER, {**NODE, 'name': 'a\x00b'}], 'A node has no name'),
        ([{**CLUSTER, 'name': None}, NODE], 'A cluster has no name'),
        ([CLUSTER, *({**NODE, 'name': f'pier{number}'} for number in range(5000))], '5000 nodes were listed'),
    ],
)
def test_what_cannot_be_the_whole_truth(rows: list[object], words: str) -> None:
    with pytest.raises(errors.ReadingIncomplete, match=words):
        parse_topology(rows, 'lab')
