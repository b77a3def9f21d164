"""Readings and what follows from them as JSON, for the time that they wait on the run's row. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from netbox_proxbox.sources.records import Metrics, NodeMetrics, NodeTopology, Topology
from netbox_proxbox.sync.plan import Absent

__all__ = ('absent_from_json', 'metrics_from_json', 'to_json', 'topology_from_json')


def to_json(reading: Topology | Metrics | Absent) -> dict[str, Any]:
    """Return a reading, or what one has no more, in types that JSON has."""
    return asdict(reading)


def topology_from_json(data: Mapping[str, Any]) -> Topology:
    """Return the topology that `to_json` made this of."""
    return Topology(**{**data, 'nodes': tuple(NodeTopology(**node) for node in data['nodes'])})


def metrics_from_json(data: Mapping[str, Any]) -> Metrics:
    """Return the figures that `to_json` made this of."""
    return Metrics(nodes=tuple(NodeMetrics(**node) for node in data['nodes']), warnings=tuple(data['warnings']))


def absent_from_json(data: Mapping[str, Any]) -> Absent:
    """Return the absent rows that `to_json` made this of."""
    return Absent(nodes=tuple(data['nodes']), cluster=data['cluster'])
