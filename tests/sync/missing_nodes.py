"""Clusters that lose nodes."""

from tests.readings import cluster_of, metrics_of, numbered

from .estate import Estate

__all__ = ('answer',)


def answer(estate: Estate, *numbers: int) -> None:
    """Let the cluster have these of its nodes."""
    nodes = [numbered(3)[number - 1] for number in numbers]
    estate.topology, estate.metrics = cluster_of(*nodes), metrics_of(*(node.name for node in nodes))
