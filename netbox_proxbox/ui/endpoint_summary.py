"""What the "Cluster & Nodes" tab says about an endpoint as a whole, as far as a user may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('Summary', 'summary_of')


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The card above the nodes. A standalone host has neither quorum nor a version of its cluster configuration."""

    name: str
    mode: str
    mode_color: str | None
    node_count: int
    last_read_at: datetime | None
    cluster: ProxmoxCluster | None = None


def summary_of(endpoint: ProxmoxEndpoint, nodes: QuerySet[ProxmoxNode], user: Any) -> Summary | None:
    """Return the card of the cluster or of the standalone host; None before the first sync."""
    visible_clusters = ProxmoxCluster.objects.restrict(user, 'view').select_related('netbox_cluster')
    cluster = visible_clusters.filter(endpoint=endpoint).first()
    subject = cluster or endpoint
    if subject.mode == ModeChoices.UNDEFINED and cluster is None:
        return None
    return Summary(
        name=cluster.name if cluster else _name_of_host(endpoint, nodes),
        mode=subject.get_mode_display(),
        mode_color=subject.get_mode_color(),
        node_count=nodes.count(),
        last_read_at=endpoint.last_read_at,
        cluster=cluster,
    )


def _name_of_host(endpoint: ProxmoxEndpoint, nodes: QuerySet[ProxmoxNode]) -> str:
    """Return the name of a standalone host; that of its endpoint when it is not known or may not be seen."""
    node = nodes.first() if endpoint.mode == ModeChoices.STANDALONE else None
    return str(node.name if node else endpoint.name)
