"""What other endpoints track of a reading. It is tracked once: whoever comes second is refused."""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import QuerySet

from netbox_proxbox.errors import DuplicateCluster, MemberTrackedElsewhere, SyncError
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import Metrics, Topology

from .duplicates import TrackedCluster, TrackedNode, tracking_endpoint
from .rows import Rows, plain

__all__ = ('duplicate', 'with_known_ca')


def with_known_ca(endpoint: ProxmoxEndpoint, topology: Topology) -> Topology:
    """Return a topology with the CA that is known of its cluster, for a usual reading does not ask for it."""
    if topology.root_ca or topology.mode != endpoint.mode:
        return topology
    return replace(topology, root_ca=endpoint.root_ca)


def duplicate(
    rows: Rows, topology: Topology, metrics: Metrics | None, *, named: Callable[[str], str] = str
) -> SyncError | None:
    """Return why a reading may not be written to an endpoint's rows, if another endpoint tracks what was read.

    `named` is what that one is called in the error.
    """
    if _is_tracked_here(rows, topology):
        return None
    other = tracking_endpoint(topology, metrics, _clusters(_nodes_that_may_be_the_same(rows, topology)))
    if other is None:
        return None
    refusal = DuplicateCluster if topology.mode == 'cluster' else MemberTrackedElsewhere
    return refusal(rows.endpoint.name, topology.name, named(other))


def _is_tracked_here(rows: Rows, topology: Topology) -> bool:
    """Tell whether the endpoint has tracked what was read before any other did: nobody else need be looked at then."""
    if topology.mode == 'standalone':
        return topology.name in rows.nodes and not rows.nodes[topology.name].is_missing
    return rows.cluster is not None and rows.cluster.name == topology.name and not rows.has_older_namesake


def _nodes_that_may_be_the_same(rows: Rows, topology: Topology) -> QuerySet[ProxmoxNode]:
    """Return nodes of clusters of other, enabled endpoints.

    A standalone host may be a member, and is looked for when the endpoint is new to it. A cluster is looked for by its
    name. A node that is missing there is a member no more. An endpoint that tracks one of this name itself gives way to
    older rows only, so that one of two goes on.
    """
    nodes = ProxmoxNode.objects.filter(endpoint__enabled=True, missing_because='').exclude(endpoint_id=rows.endpoint.pk)
    if topology.mode == 'standalone':
        return nodes.filter(name=topology.name, proxmox_cluster__isnull=False)
    nodes = nodes.filter(proxmox_cluster__name=topology.name)
    is_known = rows.cluster is not None and rows.cluster.name == topology.name
    return nodes.filter(proxmox_cluster__lt=rows.cluster) if is_known else nodes


def _clusters(nodes: QuerySet[ProxmoxNode]) -> list[TrackedCluster]:
    found: dict[tuple[str, str], list[TrackedNode]] = {}
    values = nodes.values_list('endpoint__name', 'endpoint__root_ca', 'name', 'ip_address', 'ssl_fingerprint')
    for endpoint, root_ca, name, address, fingerprint in values:
        node = TrackedNode(name=name, ip_address=plain(address), ssl_fingerprint=fingerprint)
        found.setdefault((endpoint, root_ca), []).append(node)
    return [
        TrackedCluster(endpoint=endpoint, root_ca=root_ca, nodes=tuple(members))
        for (endpoint, root_ca), members in found.items()
    ]
