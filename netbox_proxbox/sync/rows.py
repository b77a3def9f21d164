"""The rows of one endpoint, locked, and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .absence import NOT_MISSING
from .plan import Known, KnownRow

__all__ = ('Rows', 'known_of', 'lock_absent', 'lock_rows', 'lock_rows_of', 'plain', 'rows_to_look_at')

CLUSTER_FIELDS = ('name', 'cluster_id', 'mode', 'nodes_count', 'quorate', 'version')
NODE_FIELDS = ('node_id', 'online', 'local', 'ssl_fingerprint', 'support_level', 'pve_version', *NOT_MISSING)


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
    clusters = ProxmoxCluster.objects.select_for_update(no_key=True, of=('self',))
    return _rows_of(endpoint, clusters, ProxmoxNode.objects.select_for_update(no_key=True))


def rows_to_look_at(endpoint: ProxmoxEndpoint) -> Rows:
    """Return the rows of an endpoint without a lock; one that is not stored has none."""
    return _rows_of(endpoint, ProxmoxCluster.objects.all(), ProxmoxNode.objects.all())


def _rows_of(endpoint: ProxmoxEndpoint, clusters: QuerySet[ProxmoxCluster], nodes: QuerySet[ProxmoxNode]) -> Rows:
    clusters = clusters.filter(endpoint_id=endpoint.pk)
    cluster = clusters.annotate(has_older_namesake=Exists(_older_namesakes())).first()
    nodes = nodes.filter(endpoint_id=endpoint.pk).order_by('pk')
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


def _older_namesakes() -> QuerySet[ProxmoxCluster]:
    clusters = ProxmoxCluster.objects.filter(name=OuterRef('name'), pk__lt=OuterRef('pk'), endpoint__enabled=True)
    return clusters.order_by()


def _known_cluster(cluster: ProxmoxCluster) -> KnownRow:
    return KnownRow(pk=cluster.pk, name=cluster.name, fields={name: getattr(cluster, name) for name in CLUSTER_FIELDS})


def _known_node(node: ProxmoxNode, cluster: ProxmoxCluster | None) -> KnownRow:
    fields: dict[str, Any] = {name: getattr(node, name) for name in NODE_FIELDS}
    fields['ip_address'] = plain(node.ip_address)
    fields['in_cluster'] = cluster is not None and node.proxmox_cluster_id == cluster.pk
    return KnownRow(pk=node.pk, name=node.name, fields=fields)


def plain(address: str | None) -> str | None:
    """Return an address in the one spelling that readings have too."""
    return None if address is None else str(ip_address(address))
