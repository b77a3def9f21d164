"""What the panel "How NetBox Knows This" asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.ui.missing import why
from netbox_proxbox.ui.provenance import provenance_of

__all__ = ('ProxmoxClusterProvenanceView', 'ProxmoxNodeProvenanceView')


class ProvenanceView(BaseObjectView):
    """The content of the panel, for whoever may see the object."""

    template_name = 'netbox_proxbox/provenance.html'

    def get_required_permission(self) -> str:
        """Return the permission to view."""
        return str(get_permission_for_model(self.queryset.model, 'view'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell of an object."""
        row = self.get_object(pk=pk)
        is_missing = isinstance(row, ProxmoxNode) and row.is_missing
        context = {
            **provenance_of(row, request.user),
            'object': row,
            'why_missing': why(row, row.endpoint) if is_missing else '',
        }
        return render(request, self.template_name, context)


@register_model_view(ProxmoxNode, 'provenance')
class ProxmoxNodeProvenanceView(ProvenanceView):
    queryset = ProxmoxNode.objects.select_related('endpoint__backend', 'proxmox_cluster', 'netbox_device')


@register_model_view(ProxmoxCluster, 'provenance')
class ProxmoxClusterProvenanceView(ProvenanceView):
    queryset = ProxmoxCluster.objects.select_related('endpoint__backend', 'netbox_cluster')
