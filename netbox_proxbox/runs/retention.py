"""Which ended runs are kept, and the deletion of the others, a bounded number at a time."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import SyncRun

__all__ = ('delete_old_runs',)

BATCH = 1000
# An hour of the busiest backends makes some thousand runs; an old mountain is carried away over some hours.
MOST_PER_PURGE = 50_000
DELETE = 'DELETE FROM netbox_proxbox_syncrun WHERE id = ANY(%s)'


def delete_old_runs() -> int:
    """Delete runs beyond `keep_runs` of their endpoint or older than `keep_days`; return how many.

    Active runs stay, and of each endpoint the last that ended and the last that wrote: pages and later syncs need them.
    """
    kept = set(_last_of_each_endpoint())
    old = [run_id for run_id in _beyond_the_limits() if run_id not in kept]
    return sum(_delete(batch) for batch in batched(old, BATCH))


def _ended() -> QuerySet[SyncRun]:
    return SyncRun.objects.exclude(status__in=SyncStatusChoices.ACTIVE)


def _beyond_the_limits() -> QuerySet[SyncRun, int]:
    """Return the ids of ended runs that are too many or too old, the oldest first. A limit of 0 is none."""
    settings = current_settings()
    limits = Q(pk__in=[])
    if settings['keep_runs']:
        limits |= Q(place__gt=settings['keep_runs'])
    if settings['keep_days']:
        limits |= Q(requested_at__lt=Now() - timedelta(days=settings['keep_days']))
    newest_first = [F('requested_at').desc(), F('pk').desc()]
    ranked = _ended().annotate(place=Window(RowNumber(), partition_by='endpoint_id', order_by=newest_first))
    return ranked.filter(limits).order_by('pk').values_list('pk', flat=True)[:MOST_PER_PURGE]


def _last_of_each_endpoint() -> Iterator[int]:
    tried = _ended().filter(is_preview=False).exclude(status=SyncStatusChoices.SKIPPED)
    written = _ended().filter(result__isnull=False)
    for runs in (tried, written):
        last = runs.order_by('endpoint_id', '-requested_at', '-pk').distinct('endpoint_id')
        yield from last.values_list('pk', flat=True)


def _delete(run_ids: tuple[int, ...]) -> int:
    """Delete one batch in a transaction of its own; rows that somebody has locked are left for the next time.

    Past the signals of Django, which would load each run: nothing listens for runs, and those that point to a
    deleted run are set free here.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _ended().filter(pk__in=run_ids).order_by('pk').select_for_update(skip_locked=True)
        locked = list(rows.values_list('pk', flat=True))
        SyncRun.objects.filter(active_run__in=locked).update(active_run=None)
        SyncRun.objects.filter(applies__in=locked).update(applies=None)
        cursor.execute(DELETE, [locked])
        return cursor.rowcount
