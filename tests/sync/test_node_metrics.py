"""Which figures belong to which node."""

from netbox_proxbox.sources.records import NodeMetrics
from netbox_proxbox.sync.node_metrics import figures_by_node, has_metrics
from tests.readings import cluster_of, figures_of, metrics_of, node_named, unread


def test_each_node_gets_its_own() -> None:
    figures, warnings = figures_by_node(
        cluster_of('pve1', 'pve2'), metrics_of(figures_of('pve2', uptime=2), figures_of('pve1', uptime=1))
    )

    assert figures is not None
    assert {name: figure.uptime for name, figure in figures.items()} == {'pve1': 1, 'pve2': 2}
    assert warnings == ()


def test_none_were_read() -> None:
    assert figures_by_node(cluster_of('pve1'), None) == (None, ())


def test_those_of_other_nodes_are_not_used() -> None:
    figures, warnings = figures_by_node(cluster_of('pve1'), metrics_of('elsewhere', warnings=('odd',)))

    assert figures is None
    assert warnings == ('odd', 'The metrics that were read belong to none of the nodes, so they were not used.')


def test_surplus_figures_are_left_out() -> None:
    figures, warnings = figures_by_node(cluster_of('pve1'), metrics_of('pve1', 'elsewhere'))

    assert figures is not None
    assert list(figures) == ['pve1']
    assert warnings == ()


def test_an_offline_node_without_figures_has_zeros() -> None:
    figures, warnings = figures_by_node(cluster_of('pve1', node_named('pve2', online=False)), metrics_of('pve1'))

    assert figures is not None
    zeros = figures['pve2']
    assert (zeros.cpu_usage, zeros.max_cpu, zeros.memory_usage, zeros.max_memory, zeros.uptime) == (0, 0, 0, 0, 0)
    assert (zeros.ssl_fingerprint, zeros.support_level) == (None, None)
    assert warnings == ()


def test_an_online_node_without_figures_keeps_those_it_has() -> None:
    figures, warnings = figures_by_node(cluster_of('pve3', 'pve1', 'pve2'), metrics_of('pve1'))

    assert figures is not None
    assert list(figures) == ['pve1']
    assert warnings == ('No metrics were read for pve2, pve3; the last ones stay.',)


def test_an_unread_node_is_told_of_by_who_read_it() -> None:
    figures, warnings = figures_by_node(cluster_of('pve1', 'pve2'), metrics_of('pve1', unread('pve2')))

    assert figures is not None
    assert (figures['pve2'].is_read, figures['pve2'].ssl_fingerprint) == (False, 'AB:CD:pve2')
    assert warnings == ()


def test_a_reading_has_metrics_when_it_has_those_of_a_node_that_runs() -> None:
    cluster = cluster_of('pve1', 'pve2', node_named('pve3', online=False))

    def has(*nodes: NodeMetrics) -> bool:
        return has_metrics(cluster, {node.name: node for node in nodes})

    assert has(unread('pve1'), figures_of('pve2'), figures_of('pve3'))
    assert not has(unread('pve1'), unread('pve2'), figures_of('pve3'))
    assert not has(figures_of('pve3'))
    assert not has()


def test_where_no_node_runs_those_of_any_count() -> None:
    down = cluster_of(node_named('pve1', online=False))

    assert has_metrics(down, {'pve1': figures_of('pve1')})


def test_names_that_differ_in_case_belong_together() -> None:
    figures, _ = figures_by_node(cluster_of('PVE1', 'GRÖSSE'), metrics_of('pve1', 'größe'))

    assert figures is not None
    assert {name: figure.name for name, figure in figures.items()} == {'PVE1': 'pve1', 'GRÖSSE': 'größe'}


def test_the_exact_name_wins() -> None:
    figures, _ = figures_by_node(cluster_of('pve1', 'PVE1'), metrics_of('PVE1', 'pve1'))

    assert figures is not None
    assert {name: figure.name for name, figure in figures.items()} == {'pve1': 'pve1', 'PVE1': 'PVE1'}


def test_an_ambiguous_name_gets_no_guess() -> None:
    two_nodes, warnings = figures_by_node(cluster_of('Pve1', 'pvE1', 'pve2'), metrics_of('pve1', 'pve2'))
    two_figures, _ = figures_by_node(cluster_of('pve1', 'pve2'), metrics_of('Pve1', 'pvE1', 'pve2'))

    assert two_nodes is not None
    assert two_figures is not None
    assert (list(two_nodes), list(two_figures)) == (['pve2'], ['pve2'])
    assert warnings == ('No metrics were read for Pve1, pvE1; the last ones stay.',)


def test_many_missing_ones_are_told_in_one_short_sentence() -> None:
    names = [f'pve{i:03}' for i in range(200)]

    _, warnings = figures_by_node(cluster_of(*names), metrics_of('pve000'))

    assert warnings == (
        'No metrics were read for pve001, pve002, pve003, pve004, pve005 and 194 more; the last ones stay.',
    )
