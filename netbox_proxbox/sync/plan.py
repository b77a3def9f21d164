"""The pure difference between what NetBox holds and what was read. No Django in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netbox_proxbox.sources.records import Metrics, NodeMetrics, NodeTopology, Topology

from .absence import NOT_MISSING
from .node_metrics import metrics_by_node

__all__ = ('Change', 'Known', 'KnownRow', 'Plan', 'absent_nodes', 'plan')

type Fields = Mapping[str, Any]

# One letter in all that Proxmox VE sends; the column has no room for more than this.
LONGEST_SUPPORT_LEVEL = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRow:
    """A cluster or node row: its key, its name, and the topology that it holds."""

    pk: int
    name: str
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What NetBox holds of one endpoint."""

    mode: str
    cluster: KnownRow | None
    nodes: tuple[KnownRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row to create (`pk` is None) or to update, with the fields that get a new value."""

    pk: int | None
    name: str
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a reading changes: `mode`, `cluster` and `nodes` are people's news, `metrics` are measurements.

    `metrics` holds those of every node of the reading by name, and is None when none were read.
    """

    mode: str | None
    cluster: Change | None
    nodes: tuple[Change, ...]
    metrics: Mapping[str, NodeMetrics] | None
    warnings: tuple[str, ...]


def plan(known: Known, topology: Topology, metrics: Metrics | None) -> Plan:
    """Compare a complete reading, in whatever order, with what NetBox holds. It deletes nothing: see `absent_nodes`."""
    by_node, warnings = metrics_by_node(topology, metrics)
    rows = {row.name: row for row in known.nodes}
    nodes = sorted(topology.nodes, key=lambda node: node.name)
    wanted = ((node, _node_fields(node, topology, (by_node or {}).get(node.name))) for node in nodes)
    changes = (_change(rows.get(node.name), node.name, fields) for node, fields in wanted)
    return Plan(
        mode=topology.mode if topology.mode != known.mode else None,
        cluster=_cluster_change(known.cluster, topology),
        nodes=tuple(change for change in changes if change is not None),
        metrics=by_node,
        warnings=warnings,
    )


def absent_nodes(known: Known, topology: Topology) -> tuple[int, ...]:
    """Return the keys of the nodes that a complete reading no longer has. A cluster is never taken for gone."""
    names = {node.name for node in topology.nodes}
    return tuple(row.pk for row in known.nodes if row.name not in names)


def _cluster_change(row: KnownRow | None, topology: Topology) -> Change | None:
    if topology.mode == 'standalone':
        return None
    fields = {
        'name': topology.name,
        'cluster_id': topology.cluster_id,
        'mode': topology.mode,
        'nodes_count': topology.nodes_count,
        'quorate': topology.quorate,
        **({'version': topology.version} if topology.version is not None else {}),
    }
    return _change(row, topology.name, fields)


def _node_fields(node: NodeTopology, topology: Topology, metrics: NodeMetrics | None) -> dict[str, Any]:
    """Return what the reading says of a node. What it does not know (an address, a fingerprint) is left out."""
    level = node.support_level or (metrics.support_level if metrics else None)
    fingerprint = metrics.ssl_fingerprint if metrics else None
    version = topology.pve_version if node.local and topology.pve_version else metrics and metrics.pve_version
    return {
        'in_cluster': topology.mode == 'cluster',
        'node_id': node.node_id,
        'local': node.local,
        **NOT_MISSING,
        **({'online': node.online} if node.online is not None else {}),
        **({'support_level': level[:LONGEST_SUPPORT_LEVEL]} if level is not None else {}),
        **({'ip_address': node.ip_address} if node.ip_address else {}),
        **({'ssl_fingerprint': fingerprint} if fingerprint else {}),
        **({'pve_version': version} if version else {}),
    }


def _change(row: KnownRow | None, name: str, fields: Fields) -> Change | None:
    if row is None:
        return Change(pk=None, name=name, fields=fields)
    changed = {field: value for field, value in fields.items() if row.fields[field] != value}
    return Change(pk=row.pk, name=name, fields=changed) if changed else None
