"""The difference between what NetBox holds and what was read."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sync.plan import Known, absent_nodes, plan
from tests.readings import cluster_of, measured, metrics_of, node_named, numbered, renamed, standalone_host
from tests.sync.known_rows import NOTHING, after, known_names, without
from tests.sync.reading_strategies import metrics, topologies


def known_after(topology: Topology, metrics: Metrics | None = None) -> Known:
    """What NetBox holds after a first sync of this reading."""
    return after(plan(NOTHING, topology, metrics), NOTHING)


@given(topologies(), topologies(), metrics(), metrics())
def test_a_reading_that_was_written_changes_nothing_again(
    first: Topology, second: Topology, first_metrics: Metrics | None, metrics: Metrics | None
) -> None:
    known = after(plan(known_after(first, first_metrics), second, metrics), known_after(first, first_metrics))
    known = without(absent_nodes(known, second), known)

    again = plan(known, second, metrics)

    assert (again.mode, again.cluster, again.nodes) == (None, None, ())
    assert absent_nodes(known, second) == ()


@given(topologies(), topologies(), metrics(), st.randoms(use_true_random=False))
def test_the_order_of_a_reading_does_not_matter(
    first: Topology, second: Topology, metrics: Metrics | None, random: Random
) -> None:
    known = known_after(first)
    shuffled = replace(second, nodes=tuple(random.sample(second.nodes, len(second.nodes))))
    shuffled_metrics = metrics and replace(metrics, nodes=tuple(random.sample(metrics.nodes, len(metrics.nodes))))

    assert plan(known, shuffled, shuffled_metrics) == plan(known, second, metrics)
    assert absent_nodes(known, shuffled) == absent_nodes(known, second)


@given(topologies(), topologies())
def test_nothing_that_was_read_is_absent(first: Topology, second: Topology) -> None:
    known = known_after(first)
    rows = {row.pk: row.name for row in known.nodes}

    gone = {rows[pk] for pk in absent_nodes(known, second)}

    assert gone.isdisjoint(node.name for node in second.nodes)
    assert gone | known_names(known, second) == set(rows.values())


def test_a_new_cluster_is_created_with_all_its_nodes() -> None:
    topology = cluster_of('pve1', 'pve2', 'pve3')

    planned = plan(NOTHING, topology, metrics_of('pve1', 'pve2', 'pve3'))

    assert planned.mode == 'cluster'
    assert planned.cluster is not None
    assert (planned.cluster.pk, planned.cluster.fields['name']) == (None, 'lab-cluster')
    assert [(node.pk, node.name) for node in planned.nodes] == [(None, 'pve1'), (None, 'pve2'), (None, 'pve3')]


def test_a_renamed_cluster_is_the_same_row() -> None:
    topology = cluster_of('pve1', 'pve2')
    known = known_after(topology)
    assert known.cluster is not None

    planned = plan(known, renamed(topology, 'prod'), None)

    assert planned.cluster is not None
    assert (planned.cluster.pk, planned.cluster.fields) == (known.cluster.pk, {'name': 'prod'})
    assert planned.nodes == ()


def test_a_cluster_that_becomes_standalone_loses_its_other_nodes() -> None:
    known = known_after(cluster_of('pve1', 'pve2'))
    rows = {row.name: row.pk for row in known.nodes}
    assert known.cluster is not None

    planned, gone = plan(known, standalone_host('pve1'), None), absent_nodes(known, standalone_host('pve1'))

    assert (planned.mode, planned.cluster) == ('standalone', None)
    assert [(change.pk, change.fields['in_cluster']) for change in planned.nodes] == [(rows['pve1'], False)]
    assert gone == (rows['pve2'],)


def test_a_host_that_joins_a_cluster_keeps_its_row() -> None:
    known = known_after(standalone_host(node_named('pve1', node_id=0)))

    planned = plan(known, cluster_of('pve1', 'pve2'), None)

    assert planned.mode == 'cluster'
    assert planned.cluster is not None
    assert planned.cluster.pk is None
    assert [(change.pk, change.name) for change in planned.nodes] == [(known.nodes[0].pk, 'pve1'), (None, 'pve2')]
    assert planned.nodes[0].fields == {'in_cluster': True, 'node_id': 1}
    assert absent_nodes(known, cluster_of('pve1', 'pve2')) == ()


def test_a_cluster_of_one_node_is_a_cluster() -> None:
    assert plan(NOTHING, cluster_of('pve1'), None).cluster is not None


def test_a_node_without_an_address_keeps_the_last_one() -> None:
    known = known_after(cluster_of(node_named('pve1', ip_address='10.0.0.1')))

    assert plan(known, cluster_of(node_named('pve1', ip_address=None)), None).nodes == ()


def test_a_fingerprint_that_a_route_lacks_is_kept() -> None:
    known = known_after(cluster_of('pve1'), metrics_of('pve1'))

    assert plan(known, cluster_of('pve1'), metrics_of(measured('pve1', ssl_fingerprint=None))).nodes == ()


@pytest.mark.parametrize(
    ('from_topology', 'from_metrics', 'expected'), [('', 'c', 'c'), ('p', 'c', 'p'), ('', None, None), ('', '', '')]
)
def test_the_support_level_comes_from_whoever_knows_it(
    from_topology: str, from_metrics: str | None, expected: str | None
) -> None:
    topology = cluster_of(node_named('pve1', support_level=from_topology))
    metrics = metrics_of(measured('pve1', support_level=from_metrics))

    fields = plan(NOTHING, topology, metrics).nodes[0].fields

    assert fields.get('support_level', '') == (expected or '')


@pytest.mark.parametrize('name', ['PVE1', 'pve1.example.net', 'n' * 255, 'größe', 'ノード', "o'hara", 'a b'])
def test_a_node_is_known_by_its_exact_name(name: str) -> None:
    known = known_after(cluster_of('pve1', name))

    assert plan(known, cluster_of('pve1', name), None).nodes == ()
    assert len(absent_nodes(known, cluster_of('pve1'))) == 1


def test_metrics_alone_are_no_news() -> None:
    topology = cluster_of(*numbered(3))
    known = known_after(topology, metrics_of('pve1', 'pve2', 'pve3'))

    planned = plan(known, topology, metrics_of(*(measured(f'pve{i}', cpu_usage=0.9) for i in (1, 2, 3))))

    assert (planned.mode, planned.cluster, planned.nodes) == (None, None, ())
    assert planned.metrics is not None
    assert {metrics.cpu_usage for metrics in planned.metrics.values()} == {0.9}


def test_only_what_changed_is_written() -> None:
    known = known_after(cluster_of('pve1', 'pve2'))

    planned = plan(known, cluster_of('pve1', node_named('pve2', node_id=2, online=False), quorate=False), None)

    assert planned.cluster is not None
    assert planned.cluster.fields == {'quorate': False}
    assert [(change.name, change.fields) for change in planned.nodes] == [('pve2', {'online': False})]
