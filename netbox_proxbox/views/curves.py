"""What the panel "CPU and Memory" asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sources.curves import TIMEFRAMES
from netbox_proxbox.ui.curves import LABELS, drawn
from netbox_proxbox.ui.kept_curves import Failure, kept_curve

__all__ = ('ProxmoxNodeCurvesView',)


@register_model_view(ProxmoxNode, 'curves')
class ProxmoxNodeCurvesView(BaseObjectView):
    """The content of the panel, for whoever may see the node; why there is none, for who may see its endpoint."""

    queryset = ProxmoxNode.objects.select_related('endpoint__backend')

    def get_required_permission(self) -> str:
        """Return the permission to view."""
        return str(get_permission_for_model(ProxmoxNode, 'view'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell of one time frame: an hour, unless a day or a week is asked for."""
        node = self.get_object(pk=pk)
        asked = request.GET.get('timeframe')
        timeframe = next((each for each in TIMEFRAMES if each == asked), TIMEFRAMES[0])
        found = kept_curve(node, timeframe)
        shown: dict[str, Any] = {'failure': found} if isinstance(found, Failure) else drawn(found)
        may_know = request.user.has_perm('netbox_proxbox.view_proxmoxendpoint', node.endpoint)
        context = {'object': node, 'labels': LABELS, 'timeframe': timeframe, 'may_know': may_know, **shown}
        return render(request, 'netbox_proxbox/curves.html', context)
