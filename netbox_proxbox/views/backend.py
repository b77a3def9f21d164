"""The pages of proxbox-api backends."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import CloneObject, DeleteObject, EditObject
from netbox.ui import layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.query import count_related
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.object_actions import TestConnection
from netbox_proxbox.ui import panels

from .exports import UnitsInExportMixin
from .imports import SecretsImportMixin
from .testing import TestableEditMixin

__all__ = (
    'ProxboxBackendBulkDeleteView',
    'ProxboxBackendBulkEditView',
    'ProxboxBackendBulkImportView',
    'ProxboxBackendDeleteView',
    'ProxboxBackendEditView',
    'ProxboxBackendListView',
    'ProxboxBackendView',
)

BACKENDS = ProxboxBackend.objects.annotate(endpoint_count=count_related(ProxmoxEndpoint, 'backend'))


@register_model_view(ProxboxBackend, 'list', path='', detail=False)
class ProxboxBackendListView(UnitsInExportMixin, generic.ObjectListView):
    queryset = BACKENDS
    filterset = filtersets.ProxboxBackendFilterSet
    filterset_form = forms.ProxboxBackendFilterForm
    table = tables.ProxboxBackendTable


@register_model_view(ProxboxBackend)
class ProxboxBackendView(generic.ObjectView):
    queryset = ProxboxBackend.objects.all()
    template_name = 'generic/object.html'
    actions = (TestConnection, CloneObject, EditObject, DeleteObject)
    layout = layout.SimpleLayout(
        left_panels=[panels.BackendPanel(), TagsPanel(), CommentsPanel()],
        right_panels=[panels.BackendLimitsPanel(), CustomFieldsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                model='netbox_proxbox.proxmoxendpoint',
                filters={'backend_id': lambda context: context['object'].pk},
                exclude_columns=['backend'],
            )
        ],
    )


@register_model_view(ProxboxBackend, 'add', detail=False)
@register_model_view(ProxboxBackend, 'edit')
class ProxboxBackendEditView(TestableEditMixin, generic.ObjectEditView):
    queryset = ProxboxBackend.objects.all()
    form = forms.ProxboxBackendForm


@register_model_view(ProxboxBackend, 'delete')
class ProxboxBackendDeleteView(generic.ObjectDeleteView):
    queryset = ProxboxBackend.objects.all()


@register_model_view(ProxboxBackend, 'bulk_import', path='import', detail=False)
class ProxboxBackendBulkImportView(SecretsImportMixin, generic.BulkImportView):
    queryset = ProxboxBackend.objects.all()
    model_form = forms.ProxboxBackendImportForm


@register_model_view(ProxboxBackend, 'bulk_edit', path='edit', detail=False)
class ProxboxBackendBulkEditView(generic.BulkEditView):
    queryset = BACKENDS
    filterset = filtersets.ProxboxBackendFilterSet
    table = tables.ProxboxBackendTable
    form = forms.ProxboxBackendBulkEditForm


@register_model_view(ProxboxBackend, 'bulk_delete', path='delete', detail=False)
class ProxboxBackendBulkDeleteView(generic.BulkDeleteView):
    queryset = BACKENDS
    filterset = filtersets.ProxboxBackendFilterSet
    table = tables.ProxboxBackendTable
