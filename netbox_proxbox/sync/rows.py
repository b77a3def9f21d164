"""The rows of one endpoint, locked, and what they hold."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .duplicates import TrackedNode
from .plan import Known, KnownRow

__all__ = ('Rows', 'known_of', 'lock_rows', 'nodes_tracked_elsewhere')

CLUSTER_FIELDS = ('name', 'cluster_id', 'mode', 'nodes_count', 'quorate', 'version')
NODE_FIELDS = ('node_id', 'online', 'local', 'ssl_fingerprint', 'support_level')


@dataclass(slots=True)
class Rows:
    """An endpoint with its cluster and its nodes by name."""

    endpoint: ProxmoxEndpoint
    cluster: ProxmoxCluster | None
    nodes: dict[str, ProxmoxNode] = field(default_factory=dict)


def lock_rows(endpoint_id: int) -> Rows | None:
    """Lock and return an endpoint's rows, always in the same order; None when the endpoint is gone."""
    endpoint = ProxmoxEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if endpoint is None:
        return None
    cluster = ProxmoxCluster.objects.select_for_update(no_key=True).filter(endpoint=endpoint_id).first()
    nodes = ProxmoxNode.objects.select_for_update(no_key=True).filter(endpoint=endpoint_id).order_by('pk')
    return Rows(endpoint, cluster, {node.name: node for node in nodes})


def known_of(rows: Rows) -> Known:
    """Return what the rows hold, in the terms of the plan."""
    cluster = rows.cluster
    return Known(
        mode=rows.endpoint.mode,
        cluster=None if cluster is None else _known_cluster(cluster),
        nodes=tuple(_known_node(node, cluster) for node in rows.nodes.values()),
    )


def nodes_tracked_elsewhere(rows: Rows, cluster_name: str) -> list[TrackedNode]:
    """Return the nodes of equally named clusters of other, enabled endpoints.

    An endpoint that tracks a cluster of this name itself gives way to older rows only, so that one of two goes on.
    """
    nodes = ProxmoxNode.objects.filter(proxmox_cluster__name=cluster_name, endpoint__enabled=True).exclude(
        endpoint=rows.endpoint
    )
    if rows.cluster is not None and rows.cluster.name == cluster_name:
        nodes = nodes.filter(proxmox_cluster__lt=rows.cluster.pk)
    values = nodes.values_list('endpoint__name', 'name', 'ip_address', 'ssl_fingerprint')
    return [
        TrackedNode(endpoint=endpoint, name=name, ip_address=_plain(address), ssl_fingerprint=fingerprint)
        for endpoint, name, address, fingerprint in values
    ]


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
