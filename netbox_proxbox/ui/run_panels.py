"""Panels of a run's page: what happened, in which order, and what to do about it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import SyncRun
from netbox_proxbox.sync.stages import STAGES

__all__ = ('RunChangesPanel', 'RunFailurePanel', 'RunPanel', 'RunStagesPanel', 'RunTimesPanel', 'RunWarningsPanel')


class RunPanel(panels.ObjectAttributesPanel):
    title = _('Sync Run')
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    status = attrs.ChoiceAttr('status')
    trigger = attrs.ChoiceAttr('trigger')
    user = attrs.TextAttr('user')
    active_run = attrs.RelatedObjectAttr('active_run', linkify=True)
    request_id = attrs.TextAttr('request_id', label=_('Request ID'), style='font-monospace', copy_button=True)


class RunTimesPanel(panels.ObjectAttributesPanel):
    title = _('Times')
    requested_at = attrs.DateTimeAttr('requested_at', label=_('Requested'))
    started_at = attrs.DateTimeAttr('started_at', label=_('Started'))
    ended_at = attrs.DateTimeAttr('ended_at', label=_('Ended'))
    duration = attrs.DurationAttr('duration')


class RunFailurePanel(panels.ObjectAttributesPanel):
    """The cause and the cure; not shown for a run that went well."""

    title = _('Why')
    cause = attrs.TextAttr('cause')
    cure = attrs.TextAttr('cure', label=_('What to do'))
    error_code = attrs.TextAttr('error_code', label=_('Code'), style='font-monospace')

    def should_render(self, context: dict[str, Any]) -> bool:
        """Tell whether there is a cause."""
        return bool(context['object'].cause)


class RunWarningsPanel(panels.ObjectPanel):
    """What was odd; not shown when nothing was."""

    title = _('Warnings')
    template_name = 'netbox_proxbox/panels/run_warnings.html'

    def should_render(self, context: dict[str, Any]) -> bool:
        """Tell whether there are warnings."""
        return bool(context['object'].warnings)


class RunStagesPanel(panels.ObjectPanel):
    """The stages in their order, with what each says of itself."""

    title = _('Stages')
    template_name = 'netbox_proxbox/panels/run_stages.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the stages, and where Flower shows the run's first task."""
        prepared: dict[str, Any] = super().get_context(context)
        run = prepared['object']
        return {**prepared, 'stages': list(_stages_of(run)), 'flower_task_url': _flower_task_url(run)}


class RunChangesPanel(panels.ObjectPanel):
    """The rows that the run created, updated or deleted."""

    title = _('Changes')
    template_name = 'netbox_proxbox/panels/run_changes.html'


def _flower_task_url(run: SyncRun) -> str | None:
    """Return the page of the task that began the run; None without Flower, or when no task was sent."""
    flower_url = current_settings()['flower_url']
    return f'{flower_url.rstrip("/")}/task/{run.request_id}' if flower_url and run.sends else None


def _stages_of(run: SyncRun) -> Iterator[dict[str, Any]]:
    for name in STAGES:
        note = run.stages.get(name, {})
        started_at, ended_at = (_moment(note.get(key)) for key in ('started_at', 'ended_at'))
        duration = (ended_at - started_at).total_seconds() if started_at and ended_at else None
        yield {**note, 'name': name, 'started_at': started_at, 'duration': duration}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
