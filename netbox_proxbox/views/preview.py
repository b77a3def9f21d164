"""The buttons that preview a sync, and apply what was shown."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.apply import request_apply
from netbox_proxbox.runs.request import request_preview

from .sync import SYNC_PERMISSION, ProxmoxEndpointSyncView, shown_run

__all__ = ('ProxmoxEndpointPreviewView', 'SyncRunApplyView')


@register_model_view(ProxmoxEndpoint, 'preview')
class ProxmoxEndpointPreviewView(ProxmoxEndpointSyncView):
    """Preview a sync of one endpoint, and show the run."""

    def requested(self, endpoint: ProxmoxEndpoint, user: Any) -> SyncRun:
        """Return the preview that was asked for."""
        return request_preview(endpoint, trigger=SyncTriggerChoices.MANUAL, user=user)


@register_model_view(SyncRun, 'apply')
class SyncRunApplyView(BaseObjectView):
    """Apply the plan of a run, for whoever may see it and sync its endpoint."""

    queryset = SyncRun.objects.select_related('endpoint')

    def get_required_permission(self) -> str:
        """Return the permission to see the run; that to sync is asked of the endpoint itself."""
        return str(get_permission_for_model(SyncRun, 'view'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the run, as for an address that was typed in."""
        return redirect(self.get_object(pk=pk).get_absolute_url())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the sync, or say why the plan cannot be applied."""
        preview = self.get_object(pk=pk)
        if not request.user.has_perm(SYNC_PERMISSION, preview.endpoint):
            raise PermissionDenied(_('You do not have the permission to sync this endpoint.'))
        try:
            run = request_apply(preview, trigger=SyncTriggerChoices.MANUAL, user=request.user)
        except ProxmoxEndpoint.DoesNotExist:
            raise Http404(_('The endpoint was deleted meanwhile.')) from None
        except ValidationError as refusal:
            messages.error(request, ' '.join(refusal.messages))
            return redirect(preview.get_absolute_url())
        return shown_run(request, run)
