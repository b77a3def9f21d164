"""The widget for NetBox's dashboard: what needs attention, as far as the user may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from extras.dashboard.utils import register_widget
from extras.dashboard.widgets import DashboardWidget

from netbox_proxbox.choices import HeldReadingChoices, MissingChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun

from .runs.last_runs import FAILURES, last_run_value
from .schedules.overdue import overdue_endpoints

__all__ = ('ProxmoxAttentionWidget',)


@dataclass(frozen=True, slots=True)
class Concern:
    """How many rows are in a bad state, and the list that shows just these."""

    label: Any
    count: int
    url: str


@register_widget
class ProxmoxAttentionWidget(DashboardWidget):
    """Six counts; one query each. A kind of rows that the user may not see at all is left out."""

    # Not a lazy string: NetBox's form for adding any widget cannot show it, and NetBox cannot store it.
    default_title = 'Proxmox'
    description = _(
        'Clusters without quorum, nodes offline, what waits for a decision, overdue endpoints and failed syncs.'
    )
    template_name = 'netbox_proxbox/dashboard/attention.html'
    width = 4
    height = 4

    def render(self, request: HttpRequest) -> str:
        """Return the counts as a list of links."""
        return render_to_string(self.template_name, {'concerns': list(_concerns(request.user))})


def _concerns(user: Any) -> Iterator[Concern]:
    if _may_see(user, ProxmoxCluster):
        clusters = ProxmoxCluster.objects.filter(quorate=False)
        yield _concern(user, _('Clusters without quorum'), clusters, 'quorate=false')
    if _may_see(user, ProxmoxNode):
        yield _concern(user, _('Nodes offline'), ProxmoxNode.objects.filter(online=False), 'online=false')
        held = ProxmoxNode.objects.filter(missing_because__in=MissingChoices.HELD)
        yield _concern(user, _('Nodes whose deletion waits for a decision'), held, 'is_held=true')
    if _may_see(user, ProxmoxEndpoint):
        held = ProxmoxEndpoint.objects.exclude(held_because='')
        query = '&'.join(f'held_because={reason}' for reason in HeldReadingChoices.values())
        yield _concern(user, _('Endpoints whose reading waits for a decision'), held, query)
        yield _concern(user, _('Overdue endpoints'), overdue_endpoints(), 'overdue=true')
        if _may_see(user, SyncRun):
            failed = ProxmoxEndpoint.objects.alias(ended_as=last_run_value('status', user)).filter(
                ended_as__in=FAILURES
            )
            query = '&'.join(f'last_run_status={status}' for status in FAILURES)
            yield _concern(user, _('Endpoints whose last sync failed'), failed, query)


def _concern(user: Any, label: Any, rows: QuerySet[Any], query: str) -> Concern:
    visible: Any = rows
    address = reverse(f'plugins:netbox_proxbox:{rows.model._meta.model_name}_list')
    return Concern(label, visible.restrict(user, 'view').count(), f'{address}?{query}')


def _may_see(user: Any, model: type[Model]) -> bool:
    return bool(user.has_perm(f'netbox_proxbox.view_{model._meta.model_name}'))
