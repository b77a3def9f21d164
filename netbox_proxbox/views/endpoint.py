"""The pages of Proxmox endpoints. Their syncs and their nodes have files of their own."""

from django.db.models import QuerySet
from django.http import HttpRequest
from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import (
    AddObject,
    BulkDelete,
    BulkEdit,
    BulkExport,
    BulkImport,
    BulkRename,
    CloneObject,
    DeleteObject,
    EditObject,
)
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.query import count_related
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.last_runs import last_run_value
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.object_actions import BulkSyncEndpoints, SyncEndpoint, TestConnection
from netbox_proxbox.overdue import overdue_condition
from netbox_proxbox.ui import panels
from netbox_proxbox.ui.schedule_panel import EndpointSchedulePanel

from .imports import SecretsImportMixin
from .testing import TestableEditMixin

__all__ = (
    'ProxmoxEndpointBulkDeleteView',
    'ProxmoxEndpointBulkEditView',
    'ProxmoxEndpointBulkImportView',
    'ProxmoxEndpointDeleteView',
    'ProxmoxEndpointEditView',
    'ProxmoxEndpointListView',
    'ProxmoxEndpointView',
)


class EndpointTableMixin:
    """Gives each row of the table its counts and its state; of the runs, those that the user may see."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints with what the table shows beside their own fields."""
        return ProxmoxEndpoint.objects.annotate(
            node_count=count_related(ProxmoxNode, 'endpoint'),
            last_run_id=last_run_value('pk', request.user),
            last_run_status=last_run_value('status', request.user),
            is_overdue=overdue_condition(),
        )


@register_model_view(ProxmoxEndpoint, 'list', path='', detail=False)
class ProxmoxEndpointListView(EndpointTableMixin, generic.ObjectListView):
    queryset = ProxmoxEndpoint.objects.all()
    filterset = filtersets.ProxmoxEndpointFilterSet
    filterset_form = forms.ProxmoxEndpointFilterForm
    table = tables.ProxmoxEndpointTable
    actions = (AddObject, BulkImport, BulkExport, BulkSyncEndpoints, BulkEdit, BulkRename, BulkDelete)


@register_model_view(ProxmoxEndpoint)
class ProxmoxEndpointView(generic.ObjectView):
    queryset = ProxmoxEndpoint.objects.all()
    template_name = 'generic/object.html'
    actions = (SyncEndpoint, TestConnection, CloneObject, EditObject, DeleteObject)
    layout = layout.SimpleLayout(
        left_panels=[panels.EndpointPanel(), TagsPanel(), CommentsPanel()],
        right_panels=[EndpointSchedulePanel(), panels.EndpointLoginPanel(), CustomFieldsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                model='netbox_proxbox.syncrun',
                filters={'endpoint_id': lambda context: context['object'].pk},
                exclude_columns=['endpoint'],
            )
        ],
        breadcrumbs=[Breadcrumb('backend')],
    )


@register_model_view(ProxmoxEndpoint, 'add', detail=False)
@register_model_view(ProxmoxEndpoint, 'edit')
class ProxmoxEndpointEditView(TestableEditMixin, generic.ObjectEditView):
    queryset = ProxmoxEndpoint.objects.all()
    form = forms.ProxmoxEndpointForm


@register_model_view(ProxmoxEndpoint, 'delete')
class ProxmoxEndpointDeleteView(generic.ObjectDeleteView):
    queryset = ProxmoxEndpoint.objects.all()


@register_model_view(ProxmoxEndpoint, 'bulk_import', path='import', detail=False)
class ProxmoxEndpointBulkImportView(SecretsImportMixin, generic.BulkImportView):
    queryset = ProxmoxEndpoint.objects.all()
    model_form = forms.ProxmoxEndpointImportForm


@register_model_view(ProxmoxEndpoint, 'bulk_edit', path='edit', detail=False)
class ProxmoxEndpointBulkEditView(EndpointTableMixin, generic.BulkEditView):
    queryset = ProxmoxEndpoint.objects.all()
    filterset = filtersets.ProxmoxEndpointFilterSet
    table = tables.ProxmoxEndpointTable
    form = forms.ProxmoxEndpointBulkEditForm

    def pre_save_operations(self, form: forms.ProxmoxEndpointBulkEditForm, obj: ProxmoxEndpoint) -> None:
        """Set the schedule, which is a row of its own."""
        form.apply_schedule(obj)


@register_model_view(ProxmoxEndpoint, 'bulk_delete', path='delete', detail=False)
class ProxmoxEndpointBulkDeleteView(EndpointTableMixin, generic.BulkDeleteView):
    queryset = ProxmoxEndpoint.objects.all()
    filterset = filtersets.ProxmoxEndpointFilterSet
    table = tables.ProxmoxEndpointTable
