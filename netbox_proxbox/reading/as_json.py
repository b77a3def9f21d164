"""Readings as JSON, for the time that they wait on the run's row. Pure.

A worker of another version may have written them: what this one does not know is left out, and what the other one did
not know yet must have a default.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from netbox_proxbox.sources.records import Metrics, NodeMetrics, NodeTopology, Topology

__all__ = ('metrics_from_json', 'to_json', 'topology_from_json')


def to_json(reading: Any) -> dict[str, Any]:
    """Return a record of a reading, a dataclass, in types that JSON has."""
    return asdict(reading)


def topology_from_json(data: Mapping[str, Any]) -> Topology:
    """Return the topology that `to_json` made this of."""
    return _record(Topology, data, nodes=tuple(_record(NodeTopology, node) for node in data['nodes']))


def metrics_from_json(data: Mapping[str, Any] | None) -> Metrics | None:
    """Return the metrics that `to_json` made this of; None when none were read."""
    if data is None:
        return None
    nodes = tuple(_record(NodeMetrics, node) for node in data['nodes'])
    return _record(Metrics, data, nodes=nodes, warnings=tuple(data['warnings']))


def _record[R](kind: type[R], data: Mapping[str, Any], **others: Any) -> R:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # all of them are dataclasses
    return kind(**{name: value for name, value in {**data, **others}.items() if name in known})
