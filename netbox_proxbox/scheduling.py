"""Which endpoints are due, and the runs that follow from it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from .choices import SyncTriggerChoices
from .models import ProxmoxEndpoint, SyncRun
from .overdue import deadline_of_due_time
from .sync import runs
from .timetable import next_of_crontab, next_of_interval

__all__ = ('claim_due',)

MOST_PER_TICK = 200


def claim_due() -> list[SyncRun]:
    """Insert the runs that are due and set each endpoint's next time, in one transaction; return the runs to send.

    Two ticks at once take different endpoints. Missed time makes no backlog: the next time lies in the future.
    """
    with transaction.atomic():
        due = (
            _self_running()
            .filter(Q(next_sync_at__isnull=True) | Q(next_sync_at__lte=Now()))
            .select_for_update(skip_locked=True, no_key=True, of=('self',))
            .annotate(now=Now())
            .order_by('next_sync_at')[:MOST_PER_TICK]
        )
        return [run for endpoint in due if (run := _claim(endpoint)) is not None]


def _self_running() -> QuerySet[ProxmoxEndpoint]:
    """Return the endpoints that run by themselves: enabled, with a schedule, at a backend that is not resting."""
    has_schedule = Q(sync_interval__isnull=False) | Q(sync_crontab__isnull=False)
    backend_rests = Q(backend__paused_until__gt=Now()) | Q(backend__is_paused=True) | Q(backend__enabled=False)
    endpoints: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(has_schedule, enabled=True)
    return endpoints.exclude(backend_rests).select_related('sync_interval', 'sync_crontab')


def _claim(endpoint: ProxmoxEndpoint) -> SyncRun | None:
    """Set the next time, and insert a run unless one is active or a new crontab only names its first time."""
    next_sync_at = _next_sync_at(endpoint, endpoint.now)  # annotated by `claim_due`
    is_first_of_crontab = endpoint.next_sync_at is None and endpoint.sync_crontab is not None
    notes = {'next_sync_at': next_sync_at}
    if is_first_of_crontab or endpoint.overdue_at is None:
        notes['overdue_at'] = deadline_of_due_time(next_sync_at)
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**notes)
    if is_first_of_crontab:
        return None
    run, is_new = runs.insert(endpoint, SyncTriggerChoices.SCHEDULE)
    if not is_new:
        runs.insert_skipped(endpoint, SyncTriggerChoices.SCHEDULE, run)
        return None
    return run


def _next_sync_at(endpoint: ProxmoxEndpoint, now: datetime) -> datetime:
    if endpoint.sync_crontab is not None:
        return next_of_crontab(endpoint.sync_crontab, now)
    return next_of_interval(endpoint.sync_interval, endpoint.pk, now)
