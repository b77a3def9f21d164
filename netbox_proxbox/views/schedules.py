"""The page of what beat does: its own entries, and which schedules endpoints have."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from netbox_proxbox.health.beat_entries import findings_of
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules import beat_entries

__all__ = ('SchedulesView',)


class SchedulesView(PermissionRequiredMixin, View):
    """Read-only, but for the button that enables what somebody has disabled in the database."""

    permission_required = 'netbox_proxbox.view_proxmoxendpoint'

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        entries = beat_entries.entries()
        visible = ProxmoxEndpoint.objects.restrict(request.user, 'view')
        context = {
            'entries': entries,
            'findings': findings_of(entries),
            'offers_to_enable': request.user.is_superuser and beat_entries.can_be_enabled(entries),
            'schedules': beat_entries.schedules_in_use(visible),
            'without_schedule': visible.filter(sync_interval=None, sync_crontab=None).count(),
        }
        return render(request, 'netbox_proxbox/schedules.html', context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enable the entries that endpoints depend on."""
        if not request.user.is_superuser:
            raise PermissionDenied
        if beat_entries.enable_entries():
            messages.success(request, _('Beat takes it up again within seconds.'))
        else:
            messages.info(request, _('Nothing to enable: no entry of the plugin is disabled.'))
        return redirect('plugins:netbox_proxbox:schedules')
