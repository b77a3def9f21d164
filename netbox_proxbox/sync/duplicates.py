"""Whether a cluster, or a host, is tracked through another endpoint already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from netbox_proxbox.sources.records import Metrics, Topology

__all__ = ('TrackedCluster', 'TrackedNode', 'tracking_endpoint')


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedNode:
    """A node of a cluster that another endpoint tracks."""

    name: str
    ip_address: str | None
    ssl_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCluster:
    """A cluster of the name of a reading, or one with a node of the name of a host; `root_ca` is as in a topology."""

    endpoint: str
    root_ca: str
    nodes: tuple[TrackedNode, ...]


def tracking_endpoint(topology: Topology, metrics: Metrics | None, tracked: Iterable[TrackedCluster]) -> str | None:
    """Return the other endpoint that tracks this cluster, or this host as a member of one, if one does.

    Two clusters may share a name and even the names of their nodes, and a member that was split off keeps the CA. So
    clusters of one name are the same when they have one CA and most of their members in common. What proves nothing by
    that may have a node in common.
    """
    same = (cluster for cluster in tracked if _is_identical(topology, cluster) or _has_node(topology, metrics, cluster))
    return next((cluster.endpoint for cluster in same), None)


def _is_identical(topology: Topology, cluster: TrackedCluster) -> bool:
    """Whether CA and members agree. A member may have come or gone since the other endpoint was read."""
    if topology.mode != 'cluster' or not topology.root_ca or topology.root_ca != cluster.root_ca:
        return False
    members, others = {node.name for node in topology.nodes}, {node.name for node in cluster.nodes}
    return len(members & others) * 2 > len(members | others)


def _has_node(topology: Topology, metrics: Metrics | None, cluster: TrackedCluster) -> bool:
    """Whether a node of the same name has the same TLS fingerprint or, where one is not known, the same address.

    A cluster may have been given a new CA since the other endpoint was asked for it, but addresses alone prove nothing
    where there are two CAs.
    """
    fingerprints = {node.name: node.ssl_fingerprint for node in metrics.nodes} if metrics else {}
    addresses = {node.name: node.ip_address for node in topology.nodes}
    have_two_cas = bool(topology.root_ca and cluster.root_ca) and topology.root_ca != cluster.root_ca
    for node in cluster.nodes:
        fingerprint = fingerprints.get(node.name)
        if fingerprint and node.ssl_fingerprint:
            is_same = fingerprint == node.ssl_fingerprint
        else:
            is_same = not have_two_cas and node.ip_address is not None and node.ip_address == addresses.get(node.name)
        if is_same:
            return True
    return False
