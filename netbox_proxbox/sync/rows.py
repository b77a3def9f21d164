"""The rows of one endpoint, locked, and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import Topology

from .duplicates import TrackedNode
from .plan import Known, KnownRow

__all__ = ('Rows', 'known_of', 'lock_absent', 'lock_rows', 'lock_rows_of', 'nodes_tracked_elsewhere')

CLUSTER_FIELDS = ('name', 'cluster_id', 'mode', 'nodes_count', 'quorate', 'version')
NODE_FIELDS = ('node_id', 'online', 'local', 'ssl_fingerprint', 'support_level', 'pve_version')


@dataclass(slots=True)
class Rows:
    """An endpoint with its cluster and its nodes by name. Clusters of one name may be the same: see `duplicates`."""

    endpoint: ProxmoxEndpoint
    cluster: ProxmoxCluster | None
    has_older_namesake: bool = False
    nodes: dict[str, ProxmoxNode] = field(default_factory=dict)


def lock_rows(endpoint_id: int) -> Rows | None:
    """Lock and return an endpoint's rows, always in the same order; None when the endpoint is gone."""
    endpoint = ProxmoxEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    return None if endpoint is None else lock_rows_of(endpoint)


def lock_rows_of(endpoint: ProxmoxEndpoint) -> Rows:
    """Lock and return the rows of an endpoint whose own row is locked."""
    clusters = ProxmoxCluster.objects.select_for_update(no_key=True, of=('self',)).filter(endpoint=endpoint)
    cluster = clusters.annotate(has_older_namesake=Exists(_older_namesakes())).first()
    nodes = ProxmoxNode.objects.select_for_update(no_key=True).filter(endpoint=endpoint).order_by('pk')
    return Rows(
        endpoint,
        cluster,
        has_older_namesake=cluster is not None and cluster.has_older_namesake,
        nodes={node.name: node for node in nodes},
    )


def lock_absent(node_ids: Sequence[int]) -> QuerySet[ProxmoxNode]:
    """Lock and return the nodes that are to be deleted."""
    return ProxmoxNode.objects.select_for_update(no_key=True).filter(pk__in=node_ids).order_by('pk')


def known_of(rows: Rows) -> Known:
    """Return what the rows hold, in the terms of the plan."""
    cluster = rows.cluster
    return Known(
        mode=rows.endpoint.mode,
        cluster=None if cluster is None else _known_cluster(cluster),
        nodes=tuple(_known_node(node, cluster) for node in rows.nodes.values()),
    )


def nodes_tracked_elsewhere(rows: Rows, topology: Topology) -> list[TrackedNode]:
    """Return the nodes of clusters of other, enabled endpoints that may be those of a reading.

    A standalone host may be a member, and is looked for when the endpoint is new to it. A cluster is looked for by its
    name. An endpoint that tracks one of this name itself gives way to older rows only, so that one of two goes on.
    """
    nodes = ProxmoxNode.objects.filter(endpoint__enabled=True).exclude(endpoint=rows.endpoint)
    if topology.mode == 'standalone':
        is_known = topology.name in rows.nodes
        return [] if is_known else _tracked(nodes.filter(name=topology.name, proxmox_cluster__isnull=False))
    nodes = nodes.filter(proxmox_cluster__name=topology.name)
    if rows.cluster is not None and rows.cluster.name == topology.name:
        if not rows.has_older_namesake:
            return []
        nodes = nodes.filter(proxmox_cluster__lt=rows.cluster.pk)
    return _tracked(nodes)


def _tracked(nodes: QuerySet[ProxmoxNode]) -> list[TrackedNode]:
    values = nodes.values_list('endpoint__name', 'name', 'ip_address', 'ssl_fingerprint')
    return [
        TrackedNode(endpoint=endpoint, name=name, ip_address=_plain(address), ssl_fingerprint=fingerprint)
        for endpoint, name, address, fingerprint in values
    ]


def _older_namesakes() -> QuerySet[ProxmoxCluster]:
    clusters = ProxmoxCluster.objects.filter(name=OuterRef('name'), pk__lt=OuterRef('pk'), endpoint__enabled=True)
    return clusters.order_by()


def _known_cluster(cluster: ProxmoxCluster) -> KnownRow:
    return KnownRow(pk=cluster.pk, name=cluster.name, fields={name: getattr(cluster, name) for name in CLUSTER_FIELDS})


def _known_node(node: ProxmoxNode, cluster: ProxmoxCluster | None) -> KnownRow:
    fields: dict[str, Any] = {name: getattr(node, name) for name in NODE_FIELDS}
    fields['ip_address'] = _plain(node.ip_address)
    fields['in_cluster'] = cluster is not None and node.proxmox_cluster_id == cluster.pk
    return KnownRow(pk=node.pk, name=node.name, fields=fields)


def _plain(address: str | None) -> str | None:
    """Return an address in the one spelling that readings have too."""
    return None if address is None else str(ip_address(address))
