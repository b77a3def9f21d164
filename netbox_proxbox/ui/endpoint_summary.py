"""What the "Cluster & Nodes" tab says about an endpoint as a whole, as far as a user may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import ModeChoices, SyncStatusChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun

__all__ = ('Summary', 'advice_for', 'last_run_of', 'summary_of')


@dataclass(frozen=True, slots=True)
class Summary:
    """The card above the nodes. A standalone host has neither quorum nor a version of its cluster configuration."""

    name: str
    mode: str
    mode_color: str | None
    node_count: int
    quorate: bool | None = None
    version: int | None = None


def summary_of(endpoint: ProxmoxEndpoint, nodes: Sequence[ProxmoxNode], user: Any) -> Summary | None:
    """Return the card of the cluster or of the standalone host; None before the first sync."""
    cluster = ProxmoxCluster.objects.restrict(user, 'view').filter(endpoint=endpoint).first()
    if cluster is not None:
        mode, color = cluster.get_mode_display(), cluster.get_mode_color()
        return Summary(cluster.name, mode, color, len(nodes), cluster.quorate, cluster.version)
    if endpoint.mode == ModeChoices.UNDEFINED:
        return None
    name = nodes[0].name if endpoint.mode == ModeChoices.STANDALONE and nodes else endpoint.name
    return Summary(name, endpoint.get_mode_display(), endpoint.get_mode_color(), len(nodes))


def last_run_of(endpoint: ProxmoxEndpoint, user: Any) -> SyncRun | None:
    """Return the newest run of an endpoint that a user may see."""
    visible_runs = SyncRun.objects.restrict(user, 'view')  # type: ignore[no-untyped-call]  # NetBox's, seen as ours
    runs = visible_runs.filter(endpoint=endpoint)
    newest: SyncRun | None = runs.exclude(status=SyncStatusChoices.SKIPPED).defer('readings').first()
    return newest


def advice_for(endpoint: ProxmoxEndpoint, user: Any) -> Any:
    """Return why there are no nodes to see, and what to do about it."""
    if endpoint.nodes.exists():
        return _('This endpoint has nodes, but you do not have the permission to see them.')
    run = last_run_of(endpoint, user)
    if run is None:
        return _('No sync has read this endpoint yet. Press "Sync now", or edit the endpoint and give it a schedule.')
    if run.is_active:
        return _('The first sync is on its way. Reload this page in a moment.')
    return f'{run.cause} {run.cure}'.strip() or _('The last sync found no nodes. Press "Sync now" to look again.')
