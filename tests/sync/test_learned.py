"""Who the members of a cluster are, for a login may be led to them one day."""

from dataclasses import replace

import pytest

from netbox_proxbox.sources.records import Metrics, NodeMetrics
from netbox_proxbox.sync.learned import learned
from tests.readings import cluster_of, node_named

NODES = (node_named('pve2', ip_address='192.0.2.2'), node_named('pve1', ip_address='192.0.2.1'), node_named('pve3'))
TOPOLOGY = replace(cluster_of(*NODES), answered_by='192.0.2.1:8006', read_as='digest', pve_version='9.1.6')
METRICS = Metrics(
    nodes=tuple(NodeMetrics(name=node.name, ssl_fingerprint=f'AA:{node.name}') for node in NODES),
    answered_by='192.0.2.2:8006',
    read_as='digest',
)
MEMBERS = [
    {'name': 'pve1', 'address': '192.0.2.1', 'fingerprint': 'AA:pve1'},
    {'name': 'pve2', 'address': '192.0.2.2', 'fingerprint': 'AA:pve2'},
]


def test_members_with_an_address_and_a_certificate_are_remembered() -> None:
    assert learned(TOPOLOGY, METRICS, is_verified=True) == {
        'last_address': '192.0.2.1:8006',
        'pve_version': '9.1.6',
        'members': MEMBERS,
        'members_read_as': 'digest',
    }


@pytest.mark.parametrize(
    ('read_as', 'is_verified'), [('digest', False), ('another digest', True)], ids=['not verified', 'edited between']
)
def test_no_member_is_remembered_from(read_as: str, is_verified: bool) -> None:
    assert 'members' not in learned(TOPOLOGY, replace(METRICS, read_as=read_as), is_verified=is_verified)


def test_members_stay_when_no_metrics_were_read() -> None:
    assert 'members' not in learned(TOPOLOGY, None, is_verified=True)


def test_a_node_without_a_fingerprint_is_no_member_to_ask() -> None:
    nodes = (replace(METRICS.nodes[0], ssl_fingerprint=None), *METRICS.nodes[1:])
    found = learned(TOPOLOGY, replace(METRICS, nodes=nodes), is_verified=True)
    assert 'pve2' not in {member['name'] for member in found['members']}
