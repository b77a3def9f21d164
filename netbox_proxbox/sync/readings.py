"""Readings as JSON, for the time that they wait on the run's row. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from netbox_proxbox.proxmox.records import Metrics, NodeMetrics, NodeTopology, Topology

__all__ = ('metrics_from_json', 'to_json', 'topology_from_json')


def to_json(reading: Topology | Metrics) -> dict[str, Any]:
    """Return a reading in types that JSON has."""
    return asdict(reading)


def topology_from_json(data: Mapping[str, Any]) -> Topology:
    """Return the topology that `to_json` made this of."""
    return Topology(**{**data, 'nodes': tuple(NodeTopology(**node) for node in data['nodes'])})


def metrics_from_json(data: Mapping[str, Any]) -> Metrics:
    """Return the figures that `to_json` made this of."""
    return Metrics(nodes=tuple(NodeMetrics(**node) for node in data['nodes']), warnings=tuple(data['warnings']))
