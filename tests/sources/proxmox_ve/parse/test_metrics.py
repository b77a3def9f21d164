"""`GET /nodes` of versions 6 to 9: metrics, and the nodes that have none."""

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.parse import parse_nodes
from netbox_proxbox.sources.records import NodeMetrics

from ..captured import captured_data


def nodes_of(name: str) -> dict[str, NodeMetrics]:
    return {node.name: node for node in parse_nodes(captured_data(name), 'lab').nodes}


def test_a_node_with_all_its_metrics() -> None:
    node = nodes_of('nodes-healthy')['pier2']
    assert (node.cpu_usage, node.max_cpu) == (0.1275, 8)
    assert (node.memory_usage, node.max_memory) == (30064771072, 67325067264)
    assert (node.disk_usage, node.max_disk, node.uptime) == (6442450944, 100861726720, 1209300)
    assert (node.is_online, node.support_level) == (True, '')
    assert node.ssl_fingerprint is not None
    assert node.ssl_fingerprint.startswith('6C:4E:9C')


@pytest.mark.parametrize(
    ('name', 'max_cpu', 'max_disk'),
    [('nodes-offline-first-5-minutes', 16, 100861726720), ('nodes-offline-later', 0, None)],
)
def test_a_node_that_is_down_uses_nothing(name: str, max_cpu: int, max_disk: int | None) -> None:
    node = nodes_of(name)['pier3']
    assert (node.is_online, node.is_read, node.cpu_usage, node.uptime) == (False, True, 0, 0)
    assert (node.max_cpu, node.max_disk, node.disk_usage) == (max_cpu, max_disk, None)
    assert parse_nodes(captured_data(name), 'lab').warnings == ()


@pytest.mark.parametrize(
    ('name', 'unread'),
    [('nodes-pvestatd-hung-later', {'pier1'}), ('nodes-just-restarted', {'pier1', 'pier2', 'pier3'})],
)
def test_a_node_without_statistics_keeps_its_last_ones(name: str, unread: set[str]) -> None:
    found = nodes_of(name)
    assert {node.name for node in found.values() if not node.is_read} == unread
    (warning,) = parse_nodes(captured_data(name), 'lab').warnings
    assert 'pvestatd' in warning


def test_metrics_that_may_not_be_read_are_told() -> None:
    (warning,) = parse_nodes(captured_data('nodes-without-sys-audit'), 'lab').warnings
    assert 'may lack Sys.Audit' in warning


def test_a_fingerprint_may_be_missing() -> None:
    fingerprints = [node.ssl_fingerprint for node in nodes_of('nodes-fingerprint-null').values()]
    assert None in fingerprints
    assert any(fingerprints)


def test_numbers_as_text() -> None:
    row = {'node': 'pier1', 'status': 'online', 'cpu': '0.25', 'maxcpu': '8', 'mem': '1024', 'maxmem': '2048'}
    (node,) = parse_nodes([row | {'uptime': '60', 'disk': '5', 'maxdisk': '6'}], 'lab').nodes
    assert (node.cpu_usage, node.max_cpu, node.memory_usage, node.max_memory) == (0.25, 8, 1024, 2048)
    assert (node.uptime, node.disk_usage, node.max_disk) == (60, 5, 6)


@pytest.mark.parametrize(
    'found', [None, [], {}, 'x', 7, [None], [[]], [{}], [{'node': None}], [{'node': 'a'}, {'node': 'a'}]]
)
def test_what_is_no_list_of_nodes(found: object) -> None:
    with pytest.raises(errors.ReadingIncomplete):
        parse_nodes(found, 'lab')


def test_more_nodes_than_any_cluster_has() -> None:
    with pytest.raises(errors.ReadingIncomplete, match='5000 nodes were listed'):
        parse_nodes([{'node': f'pier{number}', 'status': 'online'} for number in range(5000)], 'lab')
