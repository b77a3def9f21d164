"""Which metrics belong to which node of a reading. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from netbox_proxbox.sources.records import METRICS, Metrics, NodeMetrics, NodeTopology, Topology

__all__ = ('has_metrics', 'metrics_by_node', 'metrics_of_this_side', 'without_metrics')

FOREIGN = 'The metrics that were read belong to none of the nodes, so they were not used.'
MISSING = 'No metrics were read for {nodes}; the last ones stay.'
EARLIER = 'Topology was written; the metrics of the nodes are those of an earlier sync.'
NEVER = 'Topology was written; no metrics of the nodes have been read yet.'
EDITED = 'The metrics were not used: the endpoint was edited between the two readings.'
NO_QUORUM = (
    'No member with quorum answered: the state of the other nodes and all metrics are those that were read before.'
)
OTHER_SIDE = (
    'The metrics were not used: {other}, which told them, does not see {one}, which told of the cluster. '
    'The cluster may be split.'
)
NAMES_IN_A_WARNING = 5


def metrics_by_node(
    topology: Topology, metrics: Metrics | None
) -> tuple[Mapping[str, NodeMetrics] | None, tuple[str, ...]]:
    """Return the metrics of each node by its name, and warnings in words.

    Names that differ in case only belong together if that is unambiguous. An offline node without metrics has
    zeros; an online one without keeps those it has. None stands for metrics that are missing altogether, or are
    those of other nodes.
    """
    if metrics is None:
        return None, ()
    found = _matched(topology.nodes, metrics.nodes)
    if not found:
        return None, (*metrics.warnings, FOREIGN)
    down = [node.name for node in topology.nodes if node.online is False]
    zeros = {name: _zeros(name) for name in down if name not in found}
    missing = sorted(node.name for node in topology.nodes if node.online and node.name not in found)
    warnings = (MISSING.format(nodes=_listed(missing)),) if missing else ()
    return {**found, **zeros}, (*metrics.warnings, *warnings)


def metrics_of_this_side(topology: Topology, metrics: Metrics | None) -> tuple[Metrics | None, tuple[str, ...]]:
    """Return the metrics unless they come from the other side of a split cluster, or from one without quorum, and why.

    The two readings may have met two members. Each side of a split sees the other offline, so the member that told of
    the cluster must be online for the one that told the metrics. Through proxbox-api nobody says who answered.
    """
    if metrics is not None and metrics.read_as and topology.read_as not in ('', metrics.read_as):
        return None, (EDITED,)
    if metrics is None or topology.mode != 'cluster' or not topology.answered_by:
        return metrics, ()
    if not topology.quorate:
        return None, (NO_QUORUM,)
    if metrics.answered_by == topology.answered_by:
        return metrics, ()
    seen = {node.name for node in metrics.nodes if node.is_online is not False}
    if all(node.name in seen for node in topology.nodes if node.local):
        return metrics, ()
    return None, (OTHER_SIDE.format(one=topology.answered_by, other=metrics.answered_by),)


def has_metrics(topology: Topology, by_node: Mapping[str, NodeMetrics]) -> bool:
    """Tell whether metrics were read of any node that runs, or of any at all when none runs."""
    running = [node.name for node in topology.nodes if node.online]
    return any(by_node[name].is_read for name in running or by_node if name in by_node)


def without_metrics(*, were_read_before: bool) -> str:
    """Return what is told of a sync that has none."""
    return EARLIER if were_read_before else NEVER


def _listed(names: list[str]) -> str:
    more = len(names) - NAMES_IN_A_WARNING
    return ', '.join(names[:NAMES_IN_A_WARNING]) + (f' and {more} more' if more > 0 else '')


def _matched(nodes: Iterable[NodeTopology], metrics: Iterable[NodeMetrics]) -> dict[str, NodeMetrics]:
    exact = {node.name: node for node in metrics}
    by_folded_name = _unambiguous(exact)
    names = [node.name for node in nodes]
    folded_names = Counter(name.casefold() for name in names)
    matched = {}
    for name in names:
        found = exact.get(name)
        if found is None and folded_names[name.casefold()] == 1:
            found = by_folded_name.get(name.casefold())
        if found is not None:
            matched[name] = found
    return matched


def _unambiguous(metrics: Mapping[str, NodeMetrics]) -> dict[str, NodeMetrics]:
    counts = Counter(name.casefold() for name in metrics)
    return {name.casefold(): node for name, node in metrics.items() if counts[name.casefold()] == 1}


def _zeros(name: str) -> NodeMetrics:
    zeros: dict[str, Any] = dict.fromkeys(METRICS, 0)
    return NodeMetrics(name=name, **zeros)
