"""How queued runs become running ones: when there is room for them, and their backend does not back off."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Now, RowNumber

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import SyncRun

from .locks import now_of

__all__ = ('WAITS_FOR_BACK_OFF', 'take', 'with_what_they_wait_for')

# Runs of a schedule wait while their backend backs off, which ends by itself. A person is let through, for they may
# have mended it. A backend that is paused until somebody acts holds nobody up: its runs are taken, and fail in words.
WAITS_FOR_BACK_OFF = Q(
    trigger=SyncTriggerChoices.SCHEDULE, endpoint__backend__is_paused=False, endpoint__backend__paused_until__gt=Now()
)
TAKE_LOCK = 0x70_72_6F_78_62_6F_78  # "proxbox"
# The lock ends with the transaction, which must not stand still: all syncs wait for it.
LOCK = """
    SELECT set_config('lock_timeout', %s, true), set_config('idle_in_transaction_session_timeout', %s, true),
        pg_advisory_xact_lock(%s)
"""
LOCK_TIMEOUT = '5s'
LONGEST_STANDSTILL = '30s'


def take() -> list[SyncRun]:
    """Make the oldest queued runs running for which there is room, and return them with their endpoints and backends.

    Whoever takes a run publishes it. Two takers at once wait for each other, so no limit is ever exceeded.
    """
    return in_transaction(_take)


def with_what_they_wait_for(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    """Have queued runs told what they wait for, in the statement that reads them: a back-off, or room.

    `running_at_backend` and `running_overall` are the numbers of running runs.
    """
    backs_off = Case(When(WAITS_FOR_BACK_OFF, then=Value(True)), default=Value(False))
    return _with_number_running(runs).annotate(waits_for_back_off=backs_off)


def _take() -> list[SyncRun]:
    _wait_for_other_takers()
    most = current_settings()['max_in_flight']
    fitting = SyncRun.objects.filter(pk__in=_with_a_place_at_their_backend(), status=SyncStatusChoices.QUEUED)
    candidates: list[Any] = list(
        _with_number_running(fitting)
        .annotate(now=Now())
        .select_related('endpoint__backend')
        # Who has locked the row deletes its endpoint. To wait for that would hold up all takers.
        .select_for_update(skip_locked=True, no_key=True, of=('self',))
        .order_by('pk')[:most]
    )
    taken: list[SyncRun] = candidates[: max(0, most - candidates[0].running_overall)] if candidates else []
    if taken:
        _mark(taken)
    return taken


def _wait_for_other_takers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCK_TIMEOUT, LONGEST_STANDSTILL, TAKE_LOCK])


def _with_a_place_at_their_backend() -> Any:
    """Number the active runs of each backend, those that run first ("running" sorts behind "queued")."""
    active = Q(status=SyncStatusChoices.RUNNING) | (Q(status=SyncStatusChoices.QUEUED) & ~WAITS_FOR_BACK_OFF)
    place = Window(RowNumber(), partition_by=F('endpoint__backend'), order_by=[F('status').desc(), F('pk').asc()])
    places = SyncRun.objects.filter(active).order_by().annotate(place=place)
    return places.filter(place__lte=F('endpoint__backend__max_concurrent')).values('pk')


def _mark(taken: Sequence[SyncRun]) -> None:
    rows = SyncRun.objects.filter(pk__in=[run.pk for run in taken], status=SyncStatusChoices.QUEUED)
    now = now_of(taken[0])
    rows.update(status=SyncStatusChoices.RUNNING, started_at=now, last_step_at=now, publish_count=1)
    for run in taken:
        run.status, run.started_at, run.publish_count = SyncStatusChoices.RUNNING, now, 1


def _with_number_running(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    running = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).order_by()
    at_this_backend = running.filter(endpoint__backend=OuterRef('endpoint__backend'))
    return runs.annotate(running_overall=_number_of(running), running_at_backend=_number_of(at_this_backend))


def _number_of(runs: QuerySet[SyncRun]) -> Coalesce:
    return Coalesce(Subquery(runs.values('status').annotate(number=Count('pk')).values('number')), 0)
