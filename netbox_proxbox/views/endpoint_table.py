"""The list of Proxmox endpoints, and what is done with many of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from netbox.object_actions import AddObject, BulkDelete, BulkEdit, BulkExport, BulkImport, BulkRename
from netbox.views import generic
from utilities.query import count_related
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.object_actions import BulkSyncEndpoints
from netbox_proxbox.runs.last_runs import last_run_value
from netbox_proxbox.schedules.overdue import overdue_condition
from netbox_proxbox.ui.missing import held_count

from .exports import UnitsInExportMixin
from .leftovers import EndpointBulkDeletion

__all__ = ('ProxmoxEndpointBulkDeleteView', 'ProxmoxEndpointBulkEditView', 'ProxmoxEndpointListView')


def table_rows(user: Any = None) -> QuerySet[ProxmoxEndpoint]:
    """Return the endpoints with what their table shows beside their own fields.

    Of runs it is what the user may see. Without a user it is of all of them: for the views before they have a request,
    whose columns must be there to sort by.
    """
    return ProxmoxEndpoint.objects.annotate(
        node_count=count_related(ProxmoxNode, 'endpoint'),
        last_run_id=last_run_value('pk', user),
        last_run_status=last_run_value('status', user),
        is_overdue=overdue_condition(),
        held_count=held_count(),
    )


class EndpointTableMixin:
    """Shows in the table what the user may see."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProxmoxEndpoint]:
        """Return the rows of the table."""
        return table_rows(request.user)


@register_model_view(ProxmoxEndpoint, 'list', path='', detail=False)
class ProxmoxEndpointListView(EndpointTableMixin, UnitsInExportMixin, generic.ObjectListView):
    queryset = table_rows()
    filterset = filtersets.ProxmoxEndpointFilterSet
    filterset_form = forms.ProxmoxEndpointFilterForm
    table = tables.ProxmoxEndpointTable
    actions = (AddObject, BulkImport, BulkExport, BulkSyncEndpoints, BulkEdit, BulkRename, BulkDelete)


@register_model_view(ProxmoxEndpoint, 'bulk_edit', path='edit', detail=False)
class ProxmoxEndpointBulkEditView(EndpointTableMixin, generic.BulkEditView):
    queryset = table_rows()
    filterset = filtersets.ProxmoxEndpointFilterSet
    table = tables.ProxmoxEndpointTable
    form = forms.ProxmoxEndpointBulkEditForm

    def pre_save_operations(self, form: forms.ProxmoxEndpointBulkEditForm, obj: ProxmoxEndpoint) -> None:
        """Set the schedule, which is a row of its own."""
        form.apply_schedule(obj)


@register_model_view(ProxmoxEndpoint, 'bulk_delete', path='delete', detail=False)
class ProxmoxEndpointBulkDeleteView(EndpointTableMixin, EndpointBulkDeletion):
    queryset = table_rows()
    filterset = filtersets.ProxmoxEndpointFilterSet
    table = tables.ProxmoxEndpointTable
