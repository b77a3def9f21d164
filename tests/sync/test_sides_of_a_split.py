"""Two tasks may meet two members: which metrics count, and whose state is believed, when a cluster is split."""

from dataclasses import replace

import pytest

from netbox_proxbox.sources.records import Metrics, NodeMetrics, Topology
from netbox_proxbox.sync.absence import NOT_MISSING
from netbox_proxbox.sync.node_metrics import metrics_of_this_side
from netbox_proxbox.sync.plan import Known, KnownRow, plan
from tests.readings import cluster_of, metrics_of, node_named, standalone_host

LOCAL, OTHER = node_named('pve1', local=True), node_named('pve2')
TOPOLOGY = replace(cluster_of(LOCAL, OTHER), answered_by='192.0.2.1:8006')
METRICS = replace(metrics_of('pve1', 'pve2'), answered_by='192.0.2.2:8006')


def seen_by_another(*, pve1: bool | None) -> Metrics:
    """The metrics of the other member, which has the first one online, offline, or says nothing of that."""
    return replace(
        METRICS, nodes=tuple(replace(n, is_online=pve1 if n.name == 'pve1' else True) for n in METRICS.nodes)
    )


@pytest.mark.parametrize('pve1', [True, None])
def test_another_member_that_sees_the_first_is_of_its_side(pve1: bool | None) -> None:
    metrics = seen_by_another(pve1=pve1)
    assert metrics_of_this_side(TOPOLOGY, metrics) == (metrics, ())


def test_another_member_that_does_not_see_the_first_is_of_the_other_side() -> None:
    metrics, warnings = metrics_of_this_side(TOPOLOGY, seen_by_another(pve1=False))
    assert metrics is None
    assert 'The cluster may be split.' in warnings[0]
    assert '192.0.2.1:8006' in warnings[0]
    assert '192.0.2.2:8006' in warnings[0]


def test_a_member_without_corosync_lists_itself_alone() -> None:
    alone = replace(METRICS, nodes=(NodeMetrics(name='pve2', is_online=True),))
    assert metrics_of_this_side(TOPOLOGY, alone)[0] is None


def test_the_member_that_told_of_the_cluster_is_believed_whatever_it_sees() -> None:
    own = replace(seen_by_another(pve1=False), answered_by=TOPOLOGY.answered_by)
    assert metrics_of_this_side(TOPOLOGY, own) == (own, ())


def test_without_quorum_no_metrics_count() -> None:
    own = replace(METRICS, answered_by=TOPOLOGY.answered_by)
    metrics, warnings = metrics_of_this_side(replace(TOPOLOGY, quorate=False), own)
    assert metrics is None
    assert 'No member with quorum answered' in warnings[0]


@pytest.mark.parametrize(
    'topology',
    [replace(TOPOLOGY, answered_by=''), replace(standalone_host('pve1'), answered_by='192.0.2.1:8006')],
    ids=['through proxbox-api', 'a standalone host'],
)
def test_where_there_are_no_sides_all_metrics_count(topology: Topology) -> None:
    metrics = seen_by_another(pve1=False)
    assert metrics_of_this_side(topology, metrics) == (metrics, ())


def test_a_state_that_is_not_believed_stays_and_a_new_node_has_none() -> None:
    fields = {'node_id': 1, 'online': True, 'local': False, 'support_level': '', 'ssl_fingerprint': ''}
    row = KnownRow(
        pk=7, name='pve2', fields={**fields, **NOT_MISSING, 'ip_address': None, 'in_cluster': True, 'pve_version': ''}
    )
    topology = replace(TOPOLOGY, quorate=False, nodes=(replace(OTHER, online=None), node_named('pve3', online=None)))
    planned = plan(Known(mode='cluster', cluster=None, nodes=(row,)), topology, None)
    assert [change.name for change in planned.nodes] == ['pve3']
    assert 'online' not in planned.nodes[0].fields


def test_metrics_that_were_read_elsewhere_do_not_count() -> None:
    topology = replace(TOPOLOGY, read_as='a digest')
    metrics, warnings = metrics_of_this_side(topology, replace(METRICS, read_as='another digest'))
    assert metrics is None
    assert 'edited between' in warnings[0]
