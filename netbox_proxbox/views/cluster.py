"""The pages of Proxmox clusters."""

from django.db.models import QuerySet
from django.http import HttpRequest
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
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import ProxmoxCluster
from netbox_proxbox.object_actions import LinkByName, NotifyMe, PreviewEndpointOf, SyncEndpointOf
from netbox_proxbox.ui import panels
from netbox_proxbox.ui.curves import ClusterCurvesPanel
from netbox_proxbox.ui.layouts import LayoutBelowNotices
from netbox_proxbox.ui.link_candidates import LinkCandidatesPanel
from netbox_proxbox.ui.node_counts import with_node_counts
from netbox_proxbox.ui.provenance import ProvenancePanel
from netbox_proxbox.ui.shared_links import SharedLinkPanel
from netbox_proxbox.ui.timeline import TimelinePanel

from .shared_links import LinkingBulkEditMixin, LinkingEditMixin, LinkingImportMixin

__all__ = (
    'ProxmoxClusterBulkDeleteView',
    'ProxmoxClusterBulkEditView',
    'ProxmoxClusterBulkImportView',
    'ProxmoxClusterDeleteView',
    'ProxmoxClusterEditView',
    'ProxmoxClusterListView',
    'ProxmoxClusterView',
)

# What the table and the page show beside a cluster's own fields; views count anew for who asks.
CLUSTERS = with_node_counts(ProxmoxCluster.objects.all())


class NodesCountedMixin:
    """Counts the nodes that the user may see."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProxmoxCluster]:
        """Return the clusters with these counts."""
        return with_node_counts(ProxmoxCluster.objects.select_related('endpoint__backend'), request.user)


@register_model_view(ProxmoxCluster, 'list', path='', detail=False)
class ProxmoxClusterListView(NodesCountedMixin, generic.ObjectListView):
    queryset = CLUSTERS
    filterset = filtersets.ProxmoxClusterFilterSet
    filterset_form = forms.ProxmoxClusterFilterForm
    table = tables.ProxmoxClusterTable
    actions = (AddObject, BulkImport, BulkExport, LinkByName, BulkEdit, BulkDelete)


@register_model_view(ProxmoxCluster)
class ProxmoxClusterView(NodesCountedMixin, generic.ObjectView):
    queryset = CLUSTERS
    template_name = 'generic/object.html'
    actions = (SyncEndpointOf, PreviewEndpointOf, NotifyMe, CloneObject, EditObject, DeleteObject)
    layout = LayoutBelowNotices(
        LinkCandidatesPanel(),
        left_panels=[SharedLinkPanel(), panels.ClusterPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                model='netbox_proxbox.proxmoxnode',
                filters={'proxmox_cluster_id': lambda context: context['object'].pk},
                exclude_columns=['endpoint', 'proxmox_cluster'],
            ),
            TimelinePanel(),
            ClusterCurvesPanel(),
            ProvenancePanel(),
        ],
        breadcrumbs=[Breadcrumb('endpoint')],
    )


@register_model_view(ProxmoxCluster, 'add', detail=False)
@register_model_view(ProxmoxCluster, 'edit')
class ProxmoxClusterEditView(LinkingEditMixin, generic.ObjectEditView):
    queryset = ProxmoxCluster.objects.all()
    form = forms.ProxmoxClusterForm
    template_name = 'netbox_proxbox/edit_synced.html'


@register_model_view(ProxmoxCluster, 'delete')
class ProxmoxClusterDeleteView(generic.ObjectDeleteView):
    queryset = ProxmoxCluster.objects.all()


@register_model_view(ProxmoxCluster, 'bulk_import', path='import', detail=False)
class ProxmoxClusterBulkImportView(LinkingImportMixin, generic.BulkImportView):
    queryset = ProxmoxCluster.objects.all()
    model_form = forms.ProxmoxClusterImportForm


@register_model_view(ProxmoxCluster, 'bulk_edit', path='edit', detail=False)
class ProxmoxClusterBulkEditView(NodesCountedMixin, LinkingBulkEditMixin, generic.BulkEditView):
    queryset = CLUSTERS
    filterset = filtersets.ProxmoxClusterFilterSet
    table = tables.ProxmoxClusterTable
    form = forms.ProxmoxClusterBulkEditForm


@register_model_view(ProxmoxCluster, 'bulk_delete', path='delete', detail=False)
class ProxmoxClusterBulkDeleteView(NodesCountedMixin, generic.BulkDeleteView):
    queryset = CLUSTERS
    filterset = filtersets.ProxmoxClusterFilterSet
    table = tables.ProxmoxClusterTable
