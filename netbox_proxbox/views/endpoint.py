"""The pages of Proxmox endpoints. Their list, their syncs and their nodes have files of their own."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import CloneObject, DeleteObject, EditObject
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox import forms
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.object_actions import NotifyMe, PreviewEndpoint, SyncEndpoint, TestConnection
from netbox_proxbox.ui import panels
from netbox_proxbox.ui.direct_panel import DirectReadingPanel
from netbox_proxbox.ui.held_reading import HeldReadingPanel
from netbox_proxbox.ui.layouts import LayoutBelow
from netbox_proxbox.ui.link_panels import CreationPanel, LinkingRulesPanel
from netbox_proxbox.ui.missing_panels import AbsencePolicyPanel, MissingNodesPanel
from netbox_proxbox.ui.schedule_panel import EndpointSchedulePanel
from netbox_proxbox.ui.timeline import TimelinePanel

from .imports import SecretsImportMixin
from .leftovers import EndpointDeletion, ImportTellsOfOldBackends, TellsOfOldBackends
from .testing import TestableEditMixin

__all__ = (
    'ProxmoxEndpointBulkImportView',
    'ProxmoxEndpointDeleteView',
    'ProxmoxEndpointEditView',
    'ProxmoxEndpointView',
)


@register_model_view(ProxmoxEndpoint)
class ProxmoxEndpointView(generic.ObjectView):
    queryset = ProxmoxEndpoint.objects.all()
    template_name = 'generic/object.html'
    actions = (SyncEndpoint, PreviewEndpoint, TestConnection, NotifyMe, CloneObject, EditObject, DeleteObject)
    layout = LayoutBelow(
        HeldReadingPanel(),
        MissingNodesPanel(),
        left_panels=[
            *(panels.EndpointPanel(), AbsencePolicyPanel(), LinkingRulesPanel()),
            *(TagsPanel(), CommentsPanel()),
        ],
        right_panels=[
            *(EndpointSchedulePanel(), panels.EndpointLoginPanel(), DirectReadingPanel(), CreationPanel()),
            CustomFieldsPanel(),
        ],
        bottom_panels=[
            ObjectsTablePanel(
                model='netbox_proxbox.syncrun',
                filters={'endpoint_id': lambda context: context['object'].pk},
                exclude_columns=['endpoint'],
            ),
            TimelinePanel(),
        ],
        breadcrumbs=[Breadcrumb('backend')],
    )


@register_model_view(ProxmoxEndpoint, 'add', detail=False)
@register_model_view(ProxmoxEndpoint, 'edit')
class ProxmoxEndpointEditView(TellsOfOldBackends, TestableEditMixin, generic.ObjectEditView):
    queryset = ProxmoxEndpoint.objects.all()
    form = forms.ProxmoxEndpointForm
    template_name = 'netbox_proxbox/endpoint_edit.html'


@register_model_view(ProxmoxEndpoint, 'delete')
class ProxmoxEndpointDeleteView(EndpointDeletion):
    queryset = ProxmoxEndpoint.objects.all()


@register_model_view(ProxmoxEndpoint, 'bulk_import', path='import', detail=False)
class ProxmoxEndpointBulkImportView(SecretsImportMixin, ImportTellsOfOldBackends):
    queryset = ProxmoxEndpoint.objects.all()
    model_form = forms.ProxmoxEndpointImportForm
