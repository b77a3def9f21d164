"""`GET /proxmox/cluster/status`: what becomes a Topology, and what must not."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import (
    BackendAnswerInvalid,
    EndpointRightsMissing,
    ProxboxError,
    ReadingIncomplete,
    RegistrationStale,
)
from netbox_proxbox.sources.proxbox_api.parse import parse_topology
from netbox_proxbox.sources.records import EndpointRef, NodeTopology, Topology
from tests.sources.proxbox_api.captured import captured_body

LAB = EndpointRef(name='lab', record_id=1)


def changed(**fields: Any) -> list[dict[str, Any]]:
    """The captured three-node cluster with some fields set anew; None takes a field away."""
    answer: list[dict[str, Any]] = deepcopy(captured_body('cluster3_cluster_status'))
    answer[0].update(fields)
    return [{key: value for key, value in answer[0].items() if value is not None}]


def with_node(**fields: Any) -> list[dict[str, Any]]:
    """The captured three-node cluster with some fields of its second node set anew."""
    answer = changed()
    answer[0]['node_list'][1].update(fields)
    return answer


def read(answer: object, ref: EndpointRef = LAB) -> Topology:
    return parse_topology(answer, ref, 'main')


def test_a_cluster() -> None:
    topology = read(captured_body('cluster3_cluster_status'))
    assert (topology.mode, topology.name, topology.cluster_id) == ('cluster', 'lab-cluster', 'cluster')
    assert (topology.nodes_count, topology.quorate, topology.version) == (3, True, 5)
    assert topology.nodes[1] == NodeTopology(
        name='pve2', node_id=2, ip_address='10.10.0.12', online=True, local=False, support_level=''
    )


def test_a_standalone_host_has_the_name_of_its_node() -> None:
    topology = read(captured_body('standalone_cluster_status'), EndpointRef(name='solo', record_id=2))
    assert (topology.mode, topology.name, topology.version) == ('standalone', 'solo', 0)
    assert [node.node_id for node in topology.nodes] == [0]


def test_a_cluster_without_quorum_and_with_offline_nodes() -> None:
    topology = read(captured_body('noquorum_cluster_status'), EndpointRef(name='noquorum', record_id=20))
    assert not topology.quorate
    assert [node.online for node in topology.nodes] == [True, False, False]


def test_an_offline_node_without_address_is_there() -> None:
    body = captured_body('offline_first_cluster_status')
    ref = EndpointRef(name=body[0]['endpoint_name'], record_id=body[0]['db_endpoint_id'])
    first = read(body, ref).nodes[0]
    assert (first.online, first.ip_address) == (False, None)


def test_a_cluster_of_one_node_is_a_cluster() -> None:
    node = captured_body('cluster3_cluster_status')[0]['node_list'][:1]
    topology = read(changed(nodes=1, node_list=node))
    assert (topology.mode, topology.name, topology.nodes_count) == ('cluster', 'lab-cluster', 1)


def test_old_versions_send_numbers_and_no_identity() -> None:
    answer = changed(quorate=0, endpoint_name=None, db_endpoint_id=None, http_port=None)
    answer[0]['node_list'][0].update(local=1, online=0)
    topology = read(answer)
    assert not topology.quorate
    assert (topology.nodes[0].local, topology.nodes[0].online) == (True, False)


def test_a_missing_quorum_means_that_there_is_one() -> None:
    assert read(changed(quorate=None)).quorate


@pytest.mark.parametrize('name', ['PVE2', 'pve2.example.org', 'узел-北', 'x' * 255])
def test_odd_names_are_kept(name: str) -> None:
    assert read(with_node(name=name)).nodes[1].name == name


@pytest.mark.parametrize('name', ['x' * 256, '', None, 5, 'a\x00b'])
def test_a_node_needs_a_name_that_can_be_stored(name: object) -> None:
    with pytest.raises(ReadingIncomplete, match='A node has no name'):
        read(with_node(name=name))


def test_a_cluster_needs_a_name_too() -> None:
    with pytest.raises(ReadingIncomplete, match='A cluster has no name'):
        read(changed(name=''))


def test_a_login_that_could_not_read_the_status_lacks_a_right() -> None:
    with pytest.raises(EndpointRightsMissing):
        read(changed(mode='restricted'))


def test_a_malformed_address_is_no_address() -> None:
    assert read(with_node(ip='pve2.example.org')).nodes[1].ip_address is None


@pytest.mark.parametrize('name', ['unknown_id_cluster_status', 'disabled_cluster_status'])
def test_an_empty_list_means_that_the_id_is_unknown(name: str) -> None:
    with pytest.raises(RegistrationStale, match='The id 1 is unknown or disabled there'):
        read(captured_body(name))


@pytest.mark.parametrize('identity', [{'endpoint_name': 'other'}, {'db_endpoint_id': 2}])
def test_an_answer_of_another_endpoint_is_refused(identity: dict[str, object]) -> None:
    with pytest.raises(RegistrationStale):
        read(changed(**identity))


@pytest.mark.parametrize('name', ['two_endpoints_cluster_status', 'same_cluster_twice_cluster_status'])
def test_more_than_one_object_is_refused(name: str) -> None:
    with pytest.raises(BackendAnswerInvalid, match='for 2 endpoints where one was asked for'):
        read(captured_body(name))


@pytest.mark.parametrize('node_list', [None, []])
def test_a_cluster_without_nodes_is_incomplete(node_list: object) -> None:
    with pytest.raises(ReadingIncomplete, match='without any node'):
        read(changed(node_list=node_list))


def test_a_node_that_was_counted_but_not_listed_makes_it_incomplete() -> None:
    with pytest.raises(ReadingIncomplete, match='counts 4 nodes, but only 3'):
        read(changed(nodes=4))


def test_a_node_that_was_listed_twice_makes_it_incomplete() -> None:
    with pytest.raises(ReadingIncomplete, match='"pve1" was listed 2 times'):
        read(with_node(name='pve1'))


def test_a_standalone_host_has_one_node() -> None:
    with pytest.raises(ReadingIncomplete, match='standalone host'):
        read(changed(mode='standalone'))


@pytest.mark.parametrize(
    'answer',
    [
        captured_body('rate_limited'),
        {},
        None,
        'text',
        [None],
        [[]],
        changed(mode='undefined'),
        changed(mode=['cluster']),
        changed(node_list={'pve1': {}}),
        changed(node_list=['pve1', 'pve2', 'pve3']),
        changed(quorate='perhaps'),
        with_node(online=None),
        with_node(online='sometimes'),
    ],
)
def test_other_shapes_are_invalid(answer: object) -> None:
    with pytest.raises(BackendAnswerInvalid):
        read(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NODES = st.fixed_dictionaries({}, optional=dict.fromkeys(('name', 'nodeid', 'ip', 'online', 'local', 'level'), JSON))
CLUSTERS = st.fixed_dictionaries(
    {'mode': st.sampled_from(['cluster', 'standalone']) | JSON},
    optional=dict.fromkeys(('id', 'name', 'nodes', 'quorate', 'version'), JSON)
    | {'node_list': st.lists(NODES | JSON, max_size=3) | JSON},
)


@given(JSON | st.lists(CLUSTERS, max_size=2))
def test_arbitrary_json_raises_nothing_but_our_errors(answer: object) -> None:
    try:
        topology = read(answer)
    except ProxboxError:
        return
    assert topology.nodes
