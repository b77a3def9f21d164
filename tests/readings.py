"""Readings as a test describes them; what it does not say is ordinary."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from netbox_proxbox.sources.records import Metrics, Mode, NodeMetrics, NodeTopology, Topology

__all__ = (
    'cluster_of',
    'measured',
    'metrics_of',
    'node_named',
    'numbered',
    'renamed',
    'standalone_host',
    'unread',
)


def node_named(name: str, **fields: Any) -> NodeTopology:
    """A member that is online, with no address unless one is given."""
    ordinary = {'node_id': 1, 'ip_address': None, 'online': True, 'local': False, 'support_level': ''}
    return NodeTopology(name=name, **{**ordinary, **fields})


def numbered(count: int) -> tuple[NodeTopology, ...]:
    """Members pve1, pve2 and so on, each with an address of its own; the first is local."""
    return tuple(
        node_named(f'pve{i}', node_id=i, ip_address=f'10.10.{i // 250}.{i % 250 + 1}', local=i == 1)
        for i in range(1, count + 1)
    )


def cluster_of(*nodes: NodeTopology | str, name: str = 'lab-cluster', **fields: Any) -> Topology:
    """A quorate cluster of these members; a string is an ordinary member of that name."""
    return _topology('cluster', name, nodes, fields)


def standalone_host(node: NodeTopology | str = 'pve1', **fields: Any) -> Topology:
    """A host that is no cluster, named as its one node is."""
    name = node if isinstance(node, str) else node.name
    return _topology('standalone', name, (node,), {'version': None, 'cluster_id': '', **fields})


def _topology(mode: Mode, name: str, nodes: Iterable[NodeTopology | str], fields: dict[str, Any]) -> Topology:
    members = tuple(node_named(node, node_id=i) if isinstance(node, str) else node for i, node in enumerate(nodes, 1))
    ordinary = {'cluster_id': 'cluster', 'nodes_count': len(members), 'quorate': True, 'version': 5}
    return Topology(mode=mode, name=name, nodes=members, **{**ordinary, **fields})


def measured(name: str, **fields: Any) -> NodeMetrics:
    """The metrics of a node that is a quarter busy."""
    ordinary = {
        'cpu_usage': 0.25,
        'max_cpu': 16,
        'memory_usage': 16 * 2**30,
        'max_memory': 64 * 2**30,
        'uptime': 3600,
        'ssl_fingerprint': f'AB:CD:{name}'[:255],
        'support_level': None,
    }
    return NodeMetrics(name=name, **{**ordinary, **fields})


def unread(name: str) -> NodeMetrics:
    """A node of which Proxmox has no metrics: it calls it unknown."""
    return measured(name, cpu_usage=None, max_cpu=None, memory_usage=None, max_memory=None, uptime=None)


def metrics_of(*nodes: NodeMetrics | str, warnings: tuple[str, ...] = ()) -> Metrics:
    """Metrics of these nodes; a string stands for ordinary metrics of a node of that name."""
    return Metrics(nodes=tuple(measured(n) if isinstance(n, str) else n for n in nodes), warnings=warnings)


def renamed(topology: Topology, name: str) -> Topology:
    """The same cluster under another name."""
    return replace(topology, name=name)
