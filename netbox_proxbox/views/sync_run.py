"""The pages of sync runs, to be read."""

from typing import Any

from django.db.models import Case, F, Func, IntegerField, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from netbox.object_actions import BulkDelete, BulkExport, DeleteObject
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import PluginContentPanel
from netbox.views import generic
from utilities.views import register_model_view

from netbox_proxbox import filtersets, forms, tables
from netbox_proxbox.models import SyncRun
from netbox_proxbox.object_actions import ApplyPlan, PreviewEndpointOf, SyncEndpointOf
from netbox_proxbox.runs.waiting import with_what_they_wait_for
from netbox_proxbox.ui import run_panels
from netbox_proxbox.ui.run_state import announcement_of, version_of

from .exports import UnitsInExportMixin

__all__ = ('SyncRunBulkDeleteView', 'SyncRunDeleteView', 'SyncRunListView', 'SyncRunStateView', 'SyncRunView')

RUNS = SyncRun.objects.defer('readings')
CHANGES_OR_PLAN = Coalesce(Case(When(is_preview=True, then=F('plan'))), F('changes'))
# What is in lists of fifty rows is counted by PostgreSQL, and not loaded.
LISTED_RUNS = SyncRun.objects.defer('readings', 'stages', 'changes', 'plan', 'warnings', 'result').annotate(
    change_count=Func(CHANGES_OR_PLAN, function='jsonb_array_length', output_field=IntegerField()),
    warning_count=Func('warnings', function='jsonb_array_length', output_field=IntegerField()),
)


@register_model_view(SyncRun, 'list', path='', detail=False)
class SyncRunListView(UnitsInExportMixin, generic.ObjectListView):
    queryset = LISTED_RUNS
    filterset = filtersets.SyncRunFilterSet
    filterset_form = forms.SyncRunFilterForm
    table = tables.SyncRunTable
    actions = (BulkExport, BulkDelete)


@register_model_view(SyncRun)
class SyncRunView(generic.ObjectView):
    """One run. The page asks for its own state again until the run has ended."""

    queryset = with_what_they_wait_for(RUNS.select_related('endpoint__backend', 'user'))
    template_name = 'netbox_proxbox/sync_run.html'
    actions = (ApplyPlan, SyncEndpointOf, PreviewEndpointOf, DeleteObject)
    layout = layout.Layout(
        layout.Row(layout.Column(run_panels.RunNoticesPanel())),
        layout.Row(
            layout.Column(run_panels.RunPanel(), run_panels.RunTimesPanel(), PluginContentPanel('left_page'), width=4),
            layout.Column(run_panels.RunStagesPanel(), PluginContentPanel('right_page'), width=8),
        ),
        layout.Row(
            layout.Column(
                run_panels.RunChangesPanel(),
                run_panels.RunResultPanel(),
                PluginContentPanel('full_width_page'),
            )
        ),
        breadcrumbs=[Breadcrumb('endpoint')],
    )

    def get_extra_context(self, request: HttpRequest, instance: SyncRun) -> dict[str, Any]:
        """Add what tells this state from the next."""
        return {'version': version_of(instance)}


@register_model_view(SyncRun, 'state')
class SyncRunStateView(SyncRunView):
    """What is new on the page of a run. Answers at once; nothing is held open."""

    template_name = 'netbox_proxbox/sync_run/news.html'

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Return the parts of the page that changed, or 204 when none has."""
        # What may be long is loaded only if there is something to show.
        run = self.queryset.defer('changes', 'plan').filter(**kwargs).first()
        if run is None:
            return self.handle_no_permission()
        version = version_of(run)
        if request.GET.get('seen') == version:
            return HttpResponse(status=204)
        context = {
            'object': run,
            'actions': self.get_permitted_actions(request.user, model=run),
            'layout': self.layout,
            'version': version,
            'announcement': announcement_of(run),
        }
        return render(request, self.template_name, context)

    def handle_no_permission(self) -> HttpResponse:
        """Let the page load itself anew when the run is gone or the session is over: that says why."""
        return HttpResponse(status=204, headers={'HX-Refresh': 'true'})


@register_model_view(SyncRun, 'delete')
class SyncRunDeleteView(generic.ObjectDeleteView):
    queryset = RUNS


@register_model_view(SyncRun, 'bulk_delete', path='delete', detail=False)
class SyncRunBulkDeleteView(generic.BulkDeleteView):
    queryset = LISTED_RUNS
    filterset = filtersets.SyncRunFilterSet
    table = tables.SyncRunTable
