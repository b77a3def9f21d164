"""The buttons that sync endpoints."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from netbox.views.generic.base import BaseMultiObjectView, BaseObjectView
from utilities.views import GetReturnURLMixin, register_model_view

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.database.branching import branch_left
from netbox_proxbox.errors import PublishFailed
from netbox_proxbox.filtersets import ProxmoxEndpointFilterSet
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import request_sync, request_syncs
from netbox_proxbox.ui.keys import keys_of

__all__ = (
    'SYNC_PERMISSION',
    'ProxmoxEndpointBulkSyncView',
    'ProxmoxEndpointSyncView',
    'page_of_endpoint',
    'shown_run',
)

SYNC_PERMISSION = 'netbox_proxbox.sync_proxmoxendpoint'


@register_model_view(ProxmoxEndpoint, 'sync')
class ProxmoxEndpointSyncView(GetReturnURLMixin, BaseObjectView):
    """Sync one endpoint and show the run to whoever may see it."""

    queryset = ProxmoxEndpoint.objects.all()

    def get_required_permission(self) -> str:
        """Return the permission to sync."""
        return SYNC_PERMISSION

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the endpoint, as for an address that was typed in."""
        return redirect(self.get_object(pk=pk).get_absolute_url())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the sync."""
        endpoint = self.get_object(pk=pk)
        try:
            run = self.requested(endpoint, request.user)
        except ProxmoxEndpoint.DoesNotExist:
            raise Http404(_('The endpoint was deleted meanwhile.')) from None
        return shown_run(request, run)

    def requested(self, endpoint: ProxmoxEndpoint, user: Any) -> SyncRun:
        """Return the run that was asked for."""
        return request_sync(endpoint, trigger=SyncTriggerChoices.MANUAL, user=user)


@register_model_view(ProxmoxEndpoint, 'bulk_sync', path='sync', detail=False)
class ProxmoxEndpointBulkSyncView(GetReturnURLMixin, BaseMultiObjectView):
    """Sync the chosen endpoints."""

    queryset = ProxmoxEndpoint.objects.all()
    filterset = ProxmoxEndpointFilterSet

    def get_required_permission(self) -> str:
        """Return the permission to sync."""
        return SYNC_PERMISSION

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the syncs; what the broker does not take has one cause for all."""
        runs = request_syncs(list(self._chosen(request)), trigger=SyncTriggerChoices.MANUAL, user=request.user)
        refused = [run for run in runs if run.error_code == PublishFailed.code]
        if refused:
            messages.error(request, _words_of(refused[0]))
        sent = len(runs) - len(refused)
        if sent:
            words = ngettext('{count} endpoint is being synced.', '{count} endpoints are being synced.', sent)
            messages.success(request, words.format(count=sent))
            _tell_of_main(request)
        return redirect(self.get_return_url(request))

    def _chosen(self, request: HttpRequest) -> QuerySet[ProxmoxEndpoint]:
        """Return the rows that are ticked, or all that the list's filters let through."""
        if request.POST.get('_all'):
            return self.filterset(request.GET, self.queryset, request=request).qs
        return self.queryset.filter(pk__in=keys_of(request.POST.getlist('pk')))


def shown_run(request: HttpRequest, run: SyncRun) -> HttpResponse:
    """Tell whether a run that was asked for is on its way, and lead to its page."""
    if run.error_code == PublishFailed.code:
        messages.error(request, _words_of(run))
    else:
        messages.success(request, _('{run} of {endpoint} is on its way.').format(run=run, endpoint=run.endpoint))
        _tell_of_main(request)
    return redirect(_page_for(request.user, run))


def page_of_endpoint(user: Any, endpoint: ProxmoxEndpoint) -> str:
    """Return the page of an endpoint, or the first page for a user who may not see it."""
    if user.has_perm('netbox_proxbox.view_proxmoxendpoint', endpoint):
        return str(endpoint.get_absolute_url())
    return reverse('home')


def _tell_of_main(request: HttpRequest) -> None:
    if branch := branch_left(request):
        words = _('What is read is written in main: ProxBox has no rows in branches, such as {branch}.')
        messages.info(request, words.format(branch=branch))


def _words_of(run: SyncRun) -> SafeString:
    """Return why a run failed and, in a line of its own, what to do."""
    parts = (run.endpoint, run.cause, _('What to do'), run.cure)
    return format_html('{}: {}<br><strong>{}:</strong> {}', *parts)


def _page_for(user: Any, run: SyncRun) -> str:
    """Return the page of the run, or else of the endpoint, or else the first page: the first that the user may see."""
    if user.has_perm('netbox_proxbox.view_syncrun', run):
        return run.get_absolute_url()
    return page_of_endpoint(user, run.endpoint)
