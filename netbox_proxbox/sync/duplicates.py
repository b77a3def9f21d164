"""Whether a cluster, or a host, is tracked through another endpoint already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from netbox_proxbox.sources.records import Metrics, Topology

__all__ = ('TrackedNode', 'tracking_endpoint')


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedNode:
    """A node of a cluster that another endpoint tracks."""

    endpoint: str
    name: str
    ip_address: str | None
    ssl_fingerprint: str


def tracking_endpoint(topology: Topology, metrics: Metrics | None, tracked: Iterable[TrackedNode]) -> str | None:
    """Return the other endpoint that tracks this cluster, or this host as a member of one, if one does.

    Two clusters may share a name and even the names of their nodes. They are the same when a node of the same name
    has the same TLS fingerprint or, where one of the two is not known, the same address.
    """
    fingerprints = {node.name: node.ssl_fingerprint for node in metrics.nodes} if metrics else {}
    addresses = {node.name: node.ip_address for node in topology.nodes}
    for node in tracked:
        fingerprint = fingerprints.get(node.name)
        if fingerprint and node.ssl_fingerprint:
            is_same = fingerprint == node.ssl_fingerprint
        else:
            is_same = node.ip_address is not None and node.ip_address == addresses.get(node.name)
        if is_same:
            return node.endpoint
    return None
