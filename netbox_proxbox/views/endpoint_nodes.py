"""The "Cluster & Nodes" tab of an endpoint."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from netbox.object_actions import BulkDelete, BulkEdit, ObjectAction
from netbox.views import generic
from utilities.views import ViewTab, register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.object_actions import PreviewEndpoint, SyncEndpoint
from netbox_proxbox.ui.endpoint_notices import notices_of, tls_notes_of
from netbox_proxbox.ui.endpoint_summary import summary_of
from netbox_proxbox.ui.timeline import timeline_url

__all__ = ('ProxmoxEndpointNodesView',)


@register_model_view(ProxmoxEndpoint, 'nodes')
class ProxmoxEndpointNodesView(generic.ObjectChildrenView):
    """A card about the cluster, or about the standalone host, above the table of nodes."""

    queryset = ProxmoxEndpoint.objects.select_related('backend')
    child_model = ProxmoxNode
    table = tables.EndpointNodeTable
    filterset = filtersets.ProxmoxNodeFilterSet
    filterset_form = forms.ProxmoxNodeFilterForm
    template_name = 'netbox_proxbox/endpoint_nodes.html'
    actions = (BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Cluster & Nodes'),
        badge=lambda endpoint: endpoint.nodes.count(),
        permission='netbox_proxbox.view_proxmoxnode',
        weight=500,
    )

    def get_children(self, request: HttpRequest, parent: ProxmoxEndpoint) -> QuerySet[ProxmoxNode]:
        """Return the nodes that this user may see."""
        nodes: QuerySet[ProxmoxNode] = ProxmoxNode.objects.restrict(request.user, 'view').filter(endpoint=parent)
        return nodes

    def get_permitted_actions(self, user: Any, model: Any = None) -> list[type[ObjectAction]]:
        """Add the buttons to sync and preview, which look at the permission on the endpoint itself."""
        return [SyncEndpoint, PreviewEndpoint, *super().get_permitted_actions(user, model=model)]

    def get_extra_context(self, request: HttpRequest, instance: ProxmoxEndpoint) -> dict[str, Any]:
        """Add the card and the notices."""
        nodes = self.get_children(request, instance)
        summary = summary_of(instance, nodes, request.user)
        sees_nodes = bool(summary.node_count) if summary else nodes.exists()
        return {
            'summary': summary,
            'notices': notices_of(instance, request.user, sees_nodes=sees_nodes),
            'tls_notes': tls_notes_of(instance),
            'timeline_url': timeline_url(instance),
        }
