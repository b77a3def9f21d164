"""Which figures belong to which node of a reading. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from netbox_proxbox.sources.records import Metrics, NodeMetrics, NodeTopology, Topology

__all__ = ('figures_by_node', 'has_metrics', 'without_metrics')

FOREIGN = 'The metrics that were read belong to none of the nodes, so they were not used.'
MISSING = 'No metrics were read for {nodes}; the last ones stay.'
EARLIER = 'Topology was written; the metrics of the nodes are those of an earlier sync.'
NEVER = 'Topology was written; no metrics of the nodes have been read yet.'
NAMES_IN_A_WARNING = 5


def figures_by_node(
    topology: Topology, metrics: Metrics | None
) -> tuple[Mapping[str, NodeMetrics] | None, tuple[str, ...]]:
    """Return the figures of each node by its name, and warnings in words.

    Names that differ in case only belong together if that is unambiguous. An offline node without figures has
    zeros; an online one without keeps those it has. None stands for figures that are missing altogether, or are
    those of other nodes.
    """
    if metrics is None:
        return None, ()
    found = _matched(topology.nodes, metrics.nodes)
    if not found:
        return None, (*metrics.warnings, FOREIGN)
    zeros = {node.name: _zeros(node.name) for node in topology.nodes if not node.online and node.name not in found}
    missing = sorted(node.name for node in topology.nodes if node.online and node.name not in found)
    warnings = (MISSING.format(nodes=_listed(missing)),) if missing else ()
    return {**found, **zeros}, (*metrics.warnings, *warnings)


def has_metrics(topology: Topology, figures: Mapping[str, NodeMetrics]) -> bool:
    """Tell whether metrics were read of any node that runs, or of any at all when none runs."""
    running = [node.name for node in topology.nodes if node.online]
    return any(figures[name].is_read for name in running or figures if name in figures)


def without_metrics(*, were_read_before: bool) -> str:
    """Return what is told of a sync that has none."""
    return EARLIER if were_read_before else NEVER


def _listed(names: list[str]) -> str:
    more = len(names) - NAMES_IN_A_WARNING
    return ', '.join(names[:NAMES_IN_A_WARNING]) + (f' and {more} more' if more > 0 else '')


def _matched(nodes: Iterable[NodeTopology], figures: Iterable[NodeMetrics]) -> dict[str, NodeMetrics]:
    exact = {figure.name: figure for figure in figures}
    by_folded_name = _unambiguous(exact)
    names = [node.name for node in nodes]
    folded_names = Counter(name.casefold() for name in names)
    matched = {}
    for name in names:
        figure = exact.get(name)
        if figure is None and folded_names[name.casefold()] == 1:
            figure = by_folded_name.get(name.casefold())
        if figure is not None:
            matched[name] = figure
    return matched


def _unambiguous(figures: Mapping[str, NodeMetrics]) -> dict[str, NodeMetrics]:
    counts = Counter(name.casefold() for name in figures)
    return {name.casefold(): figure for name, figure in figures.items() if counts[name.casefold()] == 1}


def _zeros(name: str) -> NodeMetrics:
    return NodeMetrics(
        name=name,
        cpu_usage=0.0,
        max_cpu=0,
        memory_usage=0,
        max_memory=0,
        uptime=0,
        ssl_fingerprint=None,
        support_level=None,
    )
