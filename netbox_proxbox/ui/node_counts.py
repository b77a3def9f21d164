"""How many nodes clusters have, and how many of them are online."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

__all__ = ('with_node_counts',)


def with_node_counts(clusters: QuerySet[ProxmoxCluster], user: Any = None) -> QuerySet[ProxmoxCluster]:
    """Return the clusters with `nodes_total` and `nodes_online`; with a user, counted of what this user may see."""
    nodes: Any = ProxmoxNode.objects.all()
    visible = nodes if user is None else nodes.restrict(user, 'view')
    return clusters.annotate(nodes_total=_number_of(visible), nodes_online=_number_of(visible.filter(online=True)))


def _number_of(nodes: Any) -> Coalesce:
    """Count as a subquery: a join would count a node twice where a filter joins, too."""
    of_cluster = nodes.filter(proxmox_cluster=OuterRef('pk')).order_by().values('proxmox_cluster')
    return Coalesce(Subquery(of_cluster.annotate(number=Count('*')).values('number')), 0)
