"""The three routes that hold the metrics of nodes, and what becomes of missing and senseless ones."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import BackendAnswerInvalid, ProxboxError, ReadingIncomplete, RegistrationStale
from netbox_proxbox.sources.node_rows import DISK, KEYS
from netbox_proxbox.sources.proxbox_api.parse import parse_first_node, parse_node_listing, parse_node_resources
from netbox_proxbox.sources.records import METRICS, EndpointRef, Metrics, NodeMetrics
from tests.sources.proxbox_api.captured import captured_body

LAB = EndpointRef(name='lab', record_id=1)


def listed(**fields: Any) -> NodeMetrics:
    """The only node of a listing, with the given fields."""
    return parse_node_listing([{'node': 'pve1', **fields}], LAB, 'main').nodes[0]


def test_the_first_node_has_no_uptime() -> None:
    metrics = parse_first_node(captured_body('cluster3_nodes'), LAB, 'main')
    assert [(node.name, node.uptime, node.max_memory) for node in metrics.nodes] == [('pve1', None, 68719476736)]
    assert metrics.warnings == ()


def test_the_listing_has_everything() -> None:
    metrics = parse_node_listing(captured_body('cluster3_node_listing'), LAB, 'main')
    assert [node.name for node in metrics.nodes] == ['pve1', 'pve2', 'pve3']
    second = metrics.nodes[1]
    assert (second.cpu_usage, second.max_cpu, second.memory_usage) == (0.317264, 16, 42949672960)
    assert (second.uptime, second.support_level) == (1209611, '')
    assert second.ssl_fingerprint is not None
    assert second.ssl_fingerprint.startswith('4A:4B:4C')


def test_no_metric_has_no_key() -> None:
    assert {*KEYS, *DISK} == set(METRICS)


def test_no_field_of_a_node_is_left_unread() -> None:
    for node in parse_node_listing(captured_body('cluster3_node_listing'), LAB, 'main').nodes:
        assert {field.name for field in fields(node) if getattr(node, field.name) is None} <= {'pve_version'}


def test_resources_have_all_nodes_without_fingerprints() -> None:
    metrics = parse_node_resources(captured_body('cluster3_resources_node'), LAB, 'main')
    assert [node.name for node in metrics.nodes] == ['pve1', 'pve2', 'pve3']
    assert metrics.nodes[0].uptime == 259277
    assert {(node.ssl_fingerprint, node.support_level) for node in metrics.nodes} == {(None, None)}


def test_resources_of_another_type_are_left_out() -> None:
    answer = [{'lab-cluster': [{'node': 'pve1', 'type': 'node'}, {'node': 'pve1', 'type': 'qemu', 'vmid': 100}]}]
    assert len(parse_node_resources(answer, LAB, 'main').nodes) == 1


@pytest.mark.parametrize(
    'name', ['offline_first_resources_node', 'offline_last_resources_node', 'noquorum_resources_node']
)
def test_an_offline_node_has_zeros_and_no_warning(name: str) -> None:
    body = captured_body(name)
    metrics = parse_node_resources(body, LAB, 'main')
    offline = {node['node'] for nodes in body[0].values() for node in nodes if node['status'] == 'offline'}
    assert offline
    for node in metrics.nodes:
        zero = (node.cpu_usage, node.memory_usage, node.uptime) == (0, 0, 0)
        assert zero is (node.name in offline)
    assert metrics.warnings == ()


def test_the_listing_knows_offline_nodes_too() -> None:
    metrics = parse_node_listing(captured_body('offline_first_node_listing'), LAB, 'main')
    assert (metrics.nodes[0].name, metrics.nodes[0].max_cpu, metrics.warnings) == ('edge1', 0, ())


def test_metrics_that_an_online_node_lacks_are_zero_with_a_warning() -> None:
    metrics = parse_node_resources(captured_body('noaudit_resources_node'), LAB, 'main')
    assert metrics.nodes[0].cpu_usage == 0
    assert metrics.warnings == ('Metrics are missing for na1: the user or token may lack Sys.Audit in Proxmox VE.',)


@pytest.mark.parametrize(
    ('name', 'parse', 'node', 'fingerprint'),
    [
        ('heimdall584_node_listing', parse_node_listing, 'pve', 'AA:AA'),
        ('heimdall584_resources_node', parse_node_resources, 'pve', None),
        ('proxmoxer149_node_listing', parse_node_listing, 'example-node', 'AA:AA'),
        ('proxmoxer149_resources_node', parse_node_resources, 'example-node', None),
    ],
)
def test_a_node_that_proxmox_calls_unknown_was_not_read(
    name: str, parse: Any, node: str, fingerprint: str | None
) -> None:
    metrics = parse(captured_body(name), LAB, 'main')

    (found,) = metrics.nodes
    assert (found.name, found.is_read) == (node, False)
    assert (found.max_cpu, found.memory_usage, found.max_memory, found.uptime) == (None, None, None, None)
    assert (found.ssl_fingerprint or '')[:5] == (fingerprint or '')
    (warning,) = metrics.warnings
    assert f'no metrics of {node} and calls that "unknown": the service pvestatd' in warning


def test_only_the_node_whose_pvestatd_hangs_was_not_read() -> None:
    metrics = parse_node_listing(captured_body('pvestatd_hung_node_listing'), LAB, 'main')

    assert {node.name: node.is_read for node in metrics.nodes} == {'pve1': True, 'pve2': False, 'pve3': True}
    assert len(metrics.warnings) == 1


def test_each_kind_of_missing_metrics_has_its_own_cause() -> None:
    metrics = parse_node_listing([{'node': 'a', 'status': 'unknown'}, {'node': 'b', 'status': 'online'}], LAB, 'main')

    assert [('pvestatd' in warning, 'Sys.Audit' in warning) for warning in metrics.warnings] == [
        (True, False),
        (False, True),
    ]


def test_a_warning_names_a_few_nodes_only() -> None:
    metrics = parse_node_listing([{'node': f'n{number}'} for number in range(32)], LAB, 'main')
    assert metrics.warnings[0].startswith('Metrics are missing for n0, n1, n2, n3, n4 and 27 more:')


def test_senseless_metrics_are_missing_metrics() -> None:
    node = listed(cpu='fast', maxcpu=-4, mem=float('nan'), maxmem=float('inf'), uptime=True)
    assert (node.cpu_usage, node.max_cpu, node.memory_usage, node.max_memory, node.uptime) == (0, 0, 0, 0, 0)


def test_metrics_are_clamped_and_made_whole() -> None:
    node = listed(cpu=1.7, maxcpu=16.0, mem=1.5, maxmem=2**70, uptime='60')
    assert (node.cpu_usage, node.max_cpu, node.memory_usage) == (1.0, 16, 1)
    assert (node.max_memory, node.uptime) == (2**63 - 1, 60)


@pytest.mark.parametrize(('level', 'found'), [('', ''), ('c', 'c'), (None, None)])
def test_no_subscription_is_known_and_a_null_is_not(level: str | None, found: str | None) -> None:
    assert listed(level=level).support_level == found


@pytest.mark.parametrize('parse', [parse_first_node, parse_node_resources])
def test_an_empty_list_means_that_the_id_is_unknown(parse: Any) -> None:
    with pytest.raises(RegistrationStale):
        parse(captured_body('unknown_id_nodes'), LAB, 'main')


@pytest.mark.parametrize(
    ('parse', 'name'),
    [(parse_first_node, 'two_endpoints_nodes'), (parse_node_resources, 'two_endpoints_resources_node')],
)
def test_the_metrics_of_two_endpoints_are_refused(parse: Any, name: str) -> None:
    with pytest.raises(BackendAnswerInvalid):
        parse(captured_body(name), LAB, 'main')


def test_a_listing_without_nodes_or_with_one_twice_is_incomplete() -> None:
    with pytest.raises(ReadingIncomplete):
        parse_node_listing([], LAB, 'main')
    with pytest.raises(ReadingIncomplete):
        parse_node_listing([{'node': 'pve1'}, {'node': 'pve1'}], LAB, 'main')


@pytest.mark.parametrize('answer', [None, {}, 'text', ['pve1'], [[]], [None]])
def test_other_shapes_are_invalid(answer: object) -> None:
    with pytest.raises(BackendAnswerInvalid):
        parse_node_listing(answer, LAB, 'main')


@pytest.mark.parametrize('answer', [[{'node': ''}], [{'name': 'pve1'}], [{'id': 'node/pve1'}]])
def test_a_node_without_a_name_makes_it_incomplete(answer: object) -> None:
    with pytest.raises(ReadingIncomplete, match='no name'):
        parse_node_listing(answer, LAB, 'main')


@pytest.mark.parametrize('parse', [parse_node_listing, lambda rows, *of: parse_node_resources([{'lab': rows}], *of)])
def test_more_nodes_than_can_be_make_it_incomplete(parse: Callable[..., Metrics]) -> None:
    with pytest.raises(ReadingIncomplete, match='1001 nodes were listed, more than any cluster has'):
        parse([{'node': f'pve{number}'} for number in range(1001)], LAB, 'main')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=8,
)
NODE = st.fixed_dictionaries(
    {'node': st.text(min_size=1, max_size=5)},
    optional=dict.fromkeys(('cpu', 'maxcpu', 'mem', 'maxmem', 'uptime', 'status', 'level', 'type'), JSON),
)
NODES = st.lists(NODE, max_size=3)


@given(JSON | NODES | st.lists(st.dictionaries(st.text(), NODE | NODES | JSON, max_size=2), max_size=2))
def test_arbitrary_json_raises_nothing_but_our_errors(answer: object) -> None:
    for parse in (parse_first_node, parse_node_resources, parse_node_listing):
        try:
            metrics = parse(answer, LAB, 'main')
        except ProxboxError:
            continue
        assert all(node.cpu_usage is None or 0 <= node.cpu_usage <= 1 for node in metrics.nodes)
