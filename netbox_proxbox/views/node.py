"""The pages of Proxmox nodes."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import (
    AddObject,
    BulkDelete,
    BulkEdit,
    BulkExport,
    BulkImport,
    CloneObject,
    DeleteObject,
    EditObject,
)
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import CommentsPanel
from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.object_actions import LinkByName, NotifyMe, PreviewEndpointOf, SyncEndpointOf
from netbox_proxbox.ui import panels
from netbox_proxbox.ui.curves import CurvesPanel
from netbox_proxbox.ui.layouts import LayoutBelowNotices
from netbox_proxbox.ui.link_candidates import LinkCandidatesPanel
from netbox_proxbox.ui.missing_panels import MissingNodePanel
from netbox_proxbox.ui.provenance import ProvenancePanel
from netbox_proxbox.ui.shared_links import SharedLinkPanel
from netbox_proxbox.ui.timeline import TimelinePanel

from .exports import UnitsInExportMixin
from .shared_links import LinkingBulkEditMixin, LinkingEditMixin, LinkingImportMixin

__all__ = (
    'ProxmoxNodeBulkDeleteView',
    'ProxmoxNodeBulkEditView',
    'ProxmoxNodeBulkImportView',
    'ProxmoxNodeDeleteView',
    'ProxmoxNodeEditView',
    'ProxmoxNodeListView',
    'ProxmoxNodeView',
)


@register_model_view(ProxmoxNode, 'list', path='', detail=False)
class ProxmoxNodeListView(UnitsInExportMixin, generic.ObjectListView):
    queryset = ProxmoxNode.objects.all()
    filterset = filtersets.ProxmoxNodeFilterSet
    filterset_form = forms.ProxmoxNodeFilterForm
    table = tables.ProxmoxNodeTable
    actions = (AddObject, BulkImport, BulkExport, LinkByName, BulkEdit, BulkDelete)


@register_model_view(ProxmoxNode)
class ProxmoxNodeView(generic.ObjectView):
    queryset = ProxmoxNode.objects.select_related('endpoint__backend')
    template_name = 'generic/object.html'
    actions = (SyncEndpointOf, PreviewEndpointOf, NotifyMe, CloneObject, EditObject, DeleteObject)
    layout = LayoutBelowNotices(
        MissingNodePanel(),
        LinkCandidatesPanel(),
        left_panels=[SharedLinkPanel(), panels.NodePanel(), TagsPanel()],
        right_panels=[panels.NodeMetricsPanel(), CustomFieldsPanel(), CommentsPanel()],
        bottom_panels=[TimelinePanel(), CurvesPanel(), ProvenancePanel()],
        breadcrumbs=[Breadcrumb('endpoint'), Breadcrumb('proxmox_cluster')],
    )


@register_model_view(ProxmoxNode, 'add', detail=False)
@register_model_view(ProxmoxNode, 'edit')
class ProxmoxNodeEditView(LinkingEditMixin, generic.ObjectEditView):
    queryset = ProxmoxNode.objects.all()
    form = forms.ProxmoxNodeForm
    template_name = 'netbox_proxbox/edit_synced.html'


@register_model_view(ProxmoxNode, 'delete')
class ProxmoxNodeDeleteView(generic.ObjectDeleteView):
    queryset = ProxmoxNode.objects.all()


@register_model_view(ProxmoxNode, 'bulk_import', path='import', detail=False)
class ProxmoxNodeBulkImportView(LinkingImportMixin, generic.BulkImportView):
    queryset = ProxmoxNode.objects.all()
    model_form = forms.ProxmoxNodeImportForm


@register_model_view(ProxmoxNode, 'bulk_edit', path='edit', detail=False)
class ProxmoxNodeBulkEditView(LinkingBulkEditMixin, generic.BulkEditView):
    queryset = ProxmoxNode.objects.all()
    filterset = filtersets.ProxmoxNodeFilterSet
    table = tables.ProxmoxNodeTable
    form = forms.ProxmoxNodeBulkEditForm


@register_model_view(ProxmoxNode, 'bulk_delete', path='delete', detail=False)
class ProxmoxNodeBulkDeleteView(generic.BulkDeleteView):
    queryset = ProxmoxNode.objects.all()
    filterset = filtersets.ProxmoxNodeFilterSet
    table = tables.ProxmoxNodeTable
