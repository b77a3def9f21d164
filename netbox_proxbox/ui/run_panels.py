"""Panels of a run's page: what happened, in which order, and what to do about it."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import SyncRun

from .notices import notice_of_active_run, notice_of_end, notice_of_skipped_run, notice_of_warnings
from .plan import notice_of_plan
from .restore import RestoreAction
from .run_changes import linked_changes
from .run_stages import stage_rows

__all__ = ('RunChangesPanel', 'RunNoticesPanel', 'RunPanel', 'RunResultPanel', 'RunStagesPanel', 'RunTimesPanel')

ON_A_PAGE: Final = 50


class RunPanel(panels.ObjectAttributesPanel):
    title = _('Sync Run')
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    status = attrs.ChoiceAttr('status')
    is_preview = attrs.BooleanAttr('is_preview', label=_('Preview'), display_false=False)
    trigger = attrs.ChoiceAttr('trigger')
    applies = attrs.RelatedObjectAttr('applies', linkify=True, label=_('Applies'))
    user = attrs.TextAttr('user', label=_('Asked for by'))
    request_id = attrs.TextAttr('request_id', label=_('Request ID'), style='font-monospace', copy_button=True)


class RunTimesPanel(panels.ObjectAttributesPanel):
    title = _('Times')
    requested_at = attrs.DateTimeAttr('requested_at', label=_('Requested'))
    started_at = attrs.DateTimeAttr('started_at', label=_('Started'))
    ended_at = attrs.DateTimeAttr('ended_at', label=_('Ended'))
    duration = attrs.DurationAttr('duration')


class RunNoticesPanel(panels.ObjectPanel):
    """What the run waits for, why it did not end well, and what was odd; nothing when there is nothing to say."""

    template_name = 'netbox_proxbox/inc/notices.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the notices."""
        prepared: dict[str, Any] = super().get_context(context)
        run, user = prepared['object'], prepared['request'].user
        found = (
            notice_of_active_run(run, timezone.now()),
            notice_of_plan(run, user),
            notice_of_end(run),
            notice_of_skipped_run(run, _visible_active_run(run, user)),
            notice_of_warnings(run),
        )
        return {**prepared, 'notices': [notice for notice in found if notice is not None]}


class RunStagesPanel(panels.ObjectPanel):
    """The stages in their order, with what each says of itself."""

    title = _('Stages')
    template_name = 'netbox_proxbox/panels/run_stages.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the stages, each with where Flower shows its task."""
        prepared: dict[str, Any] = super().get_context(context)
        return {**prepared, 'stages': list(stage_rows(prepared['object'], current_settings()['flower_url']))}


class RunResultPanel(panels.JSONPanel):
    """What `sync_cluster_and_nodes()` returns; not shown before there is a result."""

    def __init__(self) -> None:
        super().__init__('result', title=_('Result'))

    def should_render(self, context: dict[str, Any]) -> bool:
        """Tell whether there is a result."""
        return context['data'] is not None


class RunChangesPanel(panels.ObjectPanel):
    """The rows that the run created, updated or deleted; those that it would, where it has made a plan. Paged."""

    title = _('Changes')
    actions = (RestoreAction(),)
    template_name = 'netbox_proxbox/panels/run_changes.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add a page of the changes, with links to what is still there."""
        prepared: dict[str, Any] = super().get_context(context)
        run, request = prepared['object'], prepared['request']
        is_plan = run.has_plan
        page = Paginator(run.plan if is_plan else run.changes, ON_A_PAGE).get_page(request.GET.get('page'))
        changes = linked_changes(page.object_list, request.user)
        title = _('Plan') if is_plan else self.title
        return {**prepared, 'title': title, 'changes': changes, 'page': page, 'is_plan': is_plan}


def _visible_active_run(run: SyncRun, user: Any) -> SyncRun | None:
    if run.active_run_id is None:
        return None
    visible_runs = SyncRun.objects.restrict(user, 'view')  # type: ignore[no-untyped-call]  # NetBox's, seen as ours
    found: SyncRun | None = visible_runs.only('pk').filter(pk=run.active_run_id).first()
    return found
