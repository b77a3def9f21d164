"""When a row is absent from Proxmox. Pure: no Django in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netbox_proxbox.sources.records import Topology

from .plan import Known

__all__ = ('Absent', 'absent', 'absent_from_json')


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Rows that a complete reading no longer has."""

    nodes: tuple[int, ...]
    cluster: int | None

    def __bool__(self) -> bool:
        return bool(self.nodes) or self.cluster is not None


def absent(known: Known, topology: Topology) -> Absent:
    """Tell which rows are gone from Proxmox; a standalone host has no cluster row."""
    names = {node.name for node in topology.nodes}
    return Absent(
        nodes=tuple(row.pk for row in known.nodes if row.name not in names),
        cluster=known.cluster.pk if known.cluster and topology.mode == 'standalone' else None,
    )


def absent_from_json(data: Mapping[str, Any]) -> Absent:
    """Return the absent rows that a run keeps as JSON."""
    return Absent(nodes=tuple(data['nodes']), cluster=data['cluster'])
