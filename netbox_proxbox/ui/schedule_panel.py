"""The panel of an endpoint's page that says when it is synced, when it was, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from netbox.ui import panels

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.last_runs import attempts
from netbox_proxbox.runs.stage_notes import has_begun
from netbox_proxbox.runs.waiting import with_what_they_wait_for
from netbox_proxbox.schedules.overdue import is_overdue
from netbox_proxbox.templatetags.proxbox_humanize import age_text

from .read_through import asked_for, in_words
from .schedule_words import RunFacts, ScheduleFacts, activity, outlook

__all__ = ('EndpointSchedulePanel',)


@dataclass(frozen=True, slots=True)
class LatestRuns:
    """The run that is active, with what it does, and the one that ended last; as far as a user may see them."""

    active: SyncRun | None = None
    activity: str = ''
    ended: SyncRun | None = None


class EndpointSchedulePanel(panels.ObjectPanel):
    """Schedule, next run, last run and, when it is so, since when the endpoint is overdue."""

    title = _('Sync')
    template_name = 'netbox_proxbox/panels/endpoint_schedule.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add what the schedule, the runs and the clock of PostgreSQL say."""
        prepared: dict[str, Any] = super().get_context(context)
        endpoint, now = prepared['object'], clock.database_now()
        latest = _latest_runs(endpoint, context['request'].user)
        return {
            **prepared,
            'schedule': _schedule_text(endpoint),
            'outlook': outlook(_facts_of(endpoint, now)),
            'runs': latest,
            'ended_age': _age(latest.ended.ended_at if latest.ended else None, now),
            'read_age': _age(endpoint.last_read_at, now),
            'overdue_age': _age(endpoint.overdue_at, now) if is_overdue(endpoint) else '',
        }


def _age(moment: datetime | None, now: datetime) -> str:
    return age_text(moment, now) if moment is not None else ''


def _schedule_text(endpoint: ProxmoxEndpoint) -> str:
    """Return such as "Every 5 minutes" or "30 2 * * * Europe/Berlin: At 02:30 AM"; empty without a schedule."""
    if endpoint.sync_interval is not None:
        return str(capfirst(str(endpoint.sync_interval)))
    if (crontab := endpoint.sync_crontab) is not None:
        parts = (crontab.minute, crontab.hour, crontab.day_of_month, crontab.month_of_year, crontab.day_of_week)
        return f'{" ".join(parts)} ({crontab.human_readable})'
    return ''


def _facts_of(endpoint: ProxmoxEndpoint, now: datetime) -> ScheduleFacts:
    backend, asked = endpoint.backend, asked_for(endpoint)
    return ScheduleFacts(
        now=timezone.localtime(now),
        has_interval=endpoint.sync_interval_id is not None,
        has_crontab=endpoint.sync_crontab_id is not None,
        is_enabled=endpoint.enabled,
        asked=in_words(asked),
        backend_is_enabled=backend is None or backend.enabled,
        backend_is_paused=backend is not None and backend.is_paused,
        backs_off_until=_local(asked.paused_until),
        pause_cause=asked.pause_cause,
        next_sync_at=_local(endpoint.next_sync_at),
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment is not None else None


def _latest_runs(endpoint: ProxmoxEndpoint, user: Any) -> LatestRuns:
    latest = with_what_they_wait_for(attempts(user).filter(endpoint=endpoint))
    newest = list(latest[:2])
    active, ended = (_first(newest, is_active) for is_active in (True, False))
    return LatestRuns(active, activity(_facts_of_run(active, endpoint)) if active else '', ended)


def _first(newest: Iterable[SyncRun], is_active: bool) -> SyncRun | None:
    return next((run for run in newest if run.is_active is is_active), None)


def _facts_of_run(run: Any, endpoint: ProxmoxEndpoint) -> RunFacts:
    """Return the facts of a run that comes from `with_what_they_wait_for`."""
    return RunFacts(
        is_queued=run.status == SyncStatusChoices.QUEUED,
        has_begun=has_begun(run),
        asked=in_words(asked_for(endpoint)),
        running_at_backend=run.running_at_backend,
        most_at_backend=endpoint.backend.max_concurrent if endpoint.backend else None,
        running_overall=run.running_overall,
        most_overall=current_settings()['max_in_flight'],
        waits_for_back_off=run.waits_for_back_off,
    )
