"""Renaming many at once what people name; clusters and nodes have the names that Proxmox gives them."""

from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox.filtersets import ProxboxBackendFilterSet, ProxmoxEndpointFilterSet
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

__all__ = ('ProxboxBackendBulkRenameView', 'ProxmoxEndpointBulkRenameView')


@register_model_view(ProxboxBackend, 'bulk_rename', path='rename', detail=False)
class ProxboxBackendBulkRenameView(generic.BulkRenameView):
    queryset = ProxboxBackend.objects.all()
    filterset = ProxboxBackendFilterSet


@register_model_view(ProxmoxEndpoint, 'bulk_rename', path='rename', detail=False)
class ProxmoxEndpointBulkRenameView(generic.BulkRenameView):
    queryset = ProxmoxEndpoint.objects.all()
    filterset = ProxmoxEndpointFilterSet
