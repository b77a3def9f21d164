"""What Prometheus reads, computed from PostgreSQL at each scrape.

The registry is its own: NetBox's `/metrics` is off by default and leaves custom collectors out when it has several
processes, and the counters of a worker would live in another process altogether.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from . import estate, events, processes, runs, sources, stages

__all__ = ('exposition',)


class PluginCollector(Collector):
    """All metrics of the plugin, in a number of queries that does not depend on how much there is."""

    def collect(self) -> Iterator[Metric]:
        """Query and yield everything."""
        for part in (processes, runs, stages, estate, sources, events):
            yield from part.collect()

    def describe(self) -> list[Metric]:
        """Name nothing in advance: the registry would query everything for it."""
        return []


def exposition() -> bytes:
    """Return all metrics in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(PluginCollector())
    return generate_latest(registry)
