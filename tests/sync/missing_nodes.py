"""Clusters that lose nodes, or whose nodes go offline."""

from dataclasses import replace

from tests.readings import cluster_of, metrics_of, numbered

from .estate import Estate

__all__ = ('answer', 'states')


def answer(estate: Estate, *numbers: int) -> None:
    """Let the cluster have these of its nodes."""
    nodes = [numbered(3)[number - 1] for number in numbers]
    estate.topology, estate.metrics = cluster_of(*nodes), metrics_of(*(node.name for node in nodes))


def states(estate: Estate, **online: bool) -> None:
    """Let nodes of the cluster be online or offline."""
    nodes = (replace(node, online=online.get(node.name, node.online)) for node in estate.topology.nodes)
    estate.topology = replace(estate.topology, nodes=tuple(nodes))
