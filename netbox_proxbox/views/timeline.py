"""What the panel "What Happened Lately" asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.ui.timeline import FILTERS, timeline_of, timeline_url

__all__ = ('ProxmoxClusterTimelineView', 'ProxmoxEndpointTimelineView', 'ProxmoxNodeTimelineView')


class _TimelineView(BaseObjectView):
    """The content of the panel, for whoever may see the object."""

    def get_required_permission(self) -> str:
        """Return the permission to view."""
        return str(get_permission_for_model(self.queryset.model, 'view'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell of an object: of everything, or of what a known filter lets through."""
        row = self.get_object(pk=pk)
        asked = request.GET.get('show', '')
        kind = asked if asked in FILTERS else ''
        filters = [(name, label, name == kind) for name, label in FILTERS.items()]
        context = {**timeline_of(row, request.user, kind), 'filters': filters, 'timeline_url': timeline_url(row)}
        return render(request, 'netbox_proxbox/timeline.html', context)


@register_model_view(ProxmoxEndpoint, 'timeline')
class ProxmoxEndpointTimelineView(_TimelineView):
    queryset = ProxmoxEndpoint.objects.all()


@register_model_view(ProxmoxCluster, 'timeline')
class ProxmoxClusterTimelineView(_TimelineView):
    queryset = ProxmoxCluster.objects.all()


@register_model_view(ProxmoxNode, 'timeline')
class ProxmoxNodeTimelineView(_TimelineView):
    queryset = ProxmoxNode.objects.all()
