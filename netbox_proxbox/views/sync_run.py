"""The pages of sync runs, to be read."""

from django.utils.translation import gettext_lazy as _
from netbox.object_actions import BulkDelete, BulkExport, DeleteObject
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import JSONPanel
from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import SyncRun
from netbox_proxbox.ui import run_panels

__all__ = ('SyncRunBulkDeleteView', 'SyncRunDeleteView', 'SyncRunListView', 'SyncRunView')

RUNS = SyncRun.objects.defer('readings')


@register_model_view(SyncRun, 'list', path='', detail=False)
class SyncRunListView(generic.ObjectListView):
    queryset = RUNS
    filterset = filtersets.SyncRunFilterSet
    filterset_form = forms.SyncRunFilterForm
    table = tables.SyncRunTable
    actions = (BulkExport, BulkDelete)


@register_model_view(SyncRun)
class SyncRunView(generic.ObjectView):
    queryset = RUNS
    template_name = 'netbox_proxbox/sync_run.html'
    actions = (DeleteObject,)
    layout = layout.SimpleLayout(
        left_panels=[run_panels.RunPanel(), run_panels.RunFailurePanel(), run_panels.RunWarningsPanel()],
        right_panels=[run_panels.RunTimesPanel(), run_panels.RunStagesPanel(), JSONPanel('result', title=_('Result'))],
        bottom_panels=[run_panels.RunChangesPanel()],
        breadcrumbs=[Breadcrumb('endpoint')],
    )


@register_model_view(SyncRun, 'delete')
class SyncRunDeleteView(generic.ObjectDeleteView):
    queryset = RUNS


@register_model_view(SyncRun, 'bulk_delete', path='delete', detail=False)
class SyncRunBulkDeleteView(generic.BulkDeleteView):
    queryset = RUNS
    filterset = filtersets.SyncRunFilterSet
    table = tables.SyncRunTable
