"""Which metrics belong to which node."""

from netbox_proxbox.sources.records import NodeMetrics
from netbox_proxbox.sync.node_metrics import has_metrics, metrics_by_node
from tests.readings import cluster_of, measured, metrics_of, node_named, unread


def test_each_node_gets_its_own() -> None:
    metrics, warnings = metrics_by_node(
        cluster_of('pve1', 'pve2'), metrics_of(measured('pve2', uptime=2), measured('pve1', uptime=1))
    )

    assert metrics is not None
    assert {name: metric.uptime for name, metric in metrics.items()} == {'pve1': 1, 'pve2': 2}
    assert warnings == ()


def test_none_were_read() -> None:
    assert metrics_by_node(cluster_of('pve1'), None) == (None, ())


def test_those_of_other_nodes_are_not_used() -> None:
    metrics, warnings = metrics_by_node(cluster_of('pve1'), metrics_of('elsewhere', warnings=('odd',)))

    assert metrics is None
    assert warnings == ('odd', 'The metrics that were read belong to none of the nodes, so they were not used.')


def test_surplus_metrics_are_left_out() -> None:
    metrics, warnings = metrics_by_node(cluster_of('pve1'), metrics_of('pve1', 'elsewhere'))

    assert metrics is not None
    assert list(metrics) == ['pve1']
    assert warnings == ()


def test_an_offline_node_without_metrics_has_zeros() -> None:
    metrics, warnings = metrics_by_node(cluster_of('pve1', node_named('pve2', online=False)), metrics_of('pve1'))

    assert metrics is not None
    zeros = metrics['pve2']
    assert (zeros.cpu_usage, zeros.max_cpu, zeros.memory_usage, zeros.max_memory, zeros.uptime) == (0, 0, 0, 0, 0)
    assert (zeros.ssl_fingerprint, zeros.support_level) == (None, None)
    assert warnings == ()


def test_an_online_node_without_metrics_keeps_those_it_has() -> None:
    metrics, warnings = metrics_by_node(cluster_of('pve3', 'pve1', 'pve2'), metrics_of('pve1'))

    assert metrics is not None
    assert list(metrics) == ['pve1']
    assert warnings == ('No metrics were read for pve2, pve3; the last ones stay.',)


def test_an_unread_node_is_told_of_by_who_read_it() -> None:
    metrics, warnings = metrics_by_node(cluster_of('pve1', 'pve2'), metrics_of('pve1', unread('pve2')))

    assert metrics is not None
    assert (metrics['pve2'].is_read, metrics['pve2'].ssl_fingerprint) == (False, 'AB:CD:pve2')
    assert warnings == ()


def test_a_reading_has_metrics_when_it_has_those_of_a_node_that_runs() -> None:
    cluster = cluster_of('pve1', 'pve2', node_named('pve3', online=False))

    def has(*nodes: NodeMetrics) -> bool:
        return has_metrics(cluster, {node.name: node for node in nodes})

    assert has(unread('pve1'), measured('pve2'), measured('pve3'))
    assert not has(unread('pve1'), unread('pve2'), measured('pve3'))
    assert not has(measured('pve3'))
    assert not has()


def test_where_no_node_runs_those_of_any_count() -> None:
    down = cluster_of(node_named('pve1', online=False))

    assert has_metrics(down, {'pve1': measured('pve1')})


def test_names_that_differ_in_case_belong_together() -> None:
    metrics, _ = metrics_by_node(cluster_of('PVE1', 'GRÖSSE'), metrics_of('pve1', 'größe'))

    assert metrics is not None
    assert {name: metric.name for name, metric in metrics.items()} == {'PVE1': 'pve1', 'GRÖSSE': 'größe'}


def test_the_exact_name_wins() -> None:
    metrics, _ = metrics_by_node(cluster_of('pve1', 'PVE1'), metrics_of('PVE1', 'pve1'))

    assert metrics is not None
    assert {name: metric.name for name, metric in metrics.items()} == {'pve1': 'pve1', 'PVE1': 'PVE1'}


def test_an_ambiguous_name_gets_no_guess() -> None:
    two_nodes, warnings = metrics_by_node(cluster_of('Pve1', 'pvE1', 'pve2'), metrics_of('pve1', 'pve2'))
    two_metrics, _ = metrics_by_node(cluster_of('pve1', 'pve2'), metrics_of('Pve1', 'pvE1', 'pve2'))

    assert two_nodes is not None
    assert two_metrics is not None
    assert (list(two_nodes), list(two_metrics)) == (['pve2'], ['pve2'])
    assert warnings == ('No metrics were read for Pve1, pvE1; the last ones stay.',)


def test_many_missing_ones_are_told_in_one_short_sentence() -> None:
    names = [f'pve{i:03}' for i in range(200)]

    _, warnings = metrics_by_node(cluster_of(*names), metrics_of('pve000'))

    assert warnings == (
        'No metrics were read for pve001, pve002, pve003, pve004, pve005 and 194 more; the last ones stay.',
    )
