"""Which endpoints are due, and the runs that follow from it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.models.deadlines import deadline_of_due_time
from netbox_proxbox.runs import request

from .overdue import SYNCED_BY_ITSELF
from .timetable import next_of_crontab, next_of_interval

__all__ = ('claim_due',)

# Ten thousand endpoints that are all due at once are claimed by twenty ticks, in less than two minutes.
MOST_PER_TICK = 500
WRITE_TIMES = """
    UPDATE netbox_proxbox_proxmoxendpoint AS endpoint
    SET next_sync_at = due.next_sync_at, overdue_at = due.overdue_at
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS due(id, next_sync_at, overdue_at)
    WHERE endpoint.id = due.id
"""


def claim_due() -> list[SyncRun]:
    """Insert the runs that are due and set each endpoint's next time, in one transaction; return the runs.

    They wait until there is room for them. Two ticks at once take different endpoints. Missed time makes no backlog:
    the next time lies in the future. The number of statements does not depend on how many endpoints there are, or are
    due.
    """
    return in_transaction(_claim_due)


def _claim_due() -> list[SyncRun]:
    due = list(
        _self_running()
        .filter(Q(next_sync_at__isnull=True) | Q(next_sync_at__lte=Now()))
        .select_for_update(skip_locked=True, no_key=True, of=('self',))
        .annotate(now=Now())
        .order_by('next_sync_at')[:MOST_PER_TICK]
    )
    # Evaluated first: a new crontab only names its first time.
    to_run = [endpoint for endpoint in due if endpoint.next_sync_at is not None or endpoint.sync_crontab is None]
    for endpoint in due:
        _set_next_time(endpoint)
    if due:
        _write_times(due)
    return request.insert_due(to_run, SyncTriggerChoices.SCHEDULE) if to_run else []


def _self_running() -> QuerySet[ProxmoxEndpoint]:
    """Return the endpoints that are synced by themselves now: neither they nor their backend backs off or is paused."""
    backend_holds_back = Q(backend__paused_until__gt=Now()) | Q(backend__is_paused=True)
    host_backs_off = Q(backend=None, paused_until__gt=Now())
    endpoints: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(SYNCED_BY_ITSELF)
    return endpoints.exclude(backend_holds_back | host_backs_off).select_related('sync_interval', 'sync_crontab')


def _set_next_time(endpoint: ProxmoxEndpoint) -> None:
    """Set when a locked endpoint is due next, and by when it must have been read unless a deadline stands already."""
    is_first_of_crontab = endpoint.next_sync_at is None and endpoint.sync_crontab is not None
    endpoint.next_sync_at = _next_sync_at(endpoint, endpoint.now)  # annotated by `_claim_due`
    if is_first_of_crontab or endpoint.overdue_at is None:
        endpoint.overdue_at = deadline_of_due_time(endpoint.next_sync_at)


def _write_times(endpoints: Sequence[ProxmoxEndpoint]) -> None:
    """Write the times of locked endpoints in one statement; `bulk_update` builds a case for each and takes seconds."""
    columns = [[getattr(endpoint, name) for endpoint in endpoints] for name in ('pk', 'next_sync_at', 'overdue_at')]
    with connection.cursor() as cursor:
        cursor.execute(WRITE_TIMES, columns)


def _next_sync_at(endpoint: ProxmoxEndpoint, now: datetime) -> datetime:
    if endpoint.sync_crontab is not None:
        return next_of_crontab(endpoint.sync_crontab, now)
    return next_of_interval(endpoint.sync_interval, endpoint.pk, now)
