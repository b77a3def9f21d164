"""How many runs are out at once. What finds no room waits in PostgreSQL, not in the worker."""

from collections import Counter

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, Now, RowNumber

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import SyncRun

__all__ = ('has_room', 'one_claim_at_a_time', 'take_waiting', 'with_runs_out')

CLAIM_LOCK = 0x70_72_6F_78_62_6F_78  # "proxbox"
LOCK_TIMEOUT = '5s'


def one_claim_at_a_time() -> None:
    """Let other claims wait until this transaction ends, so that two of them cannot take the same room."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [LOCK_TIMEOUT, CLAIM_LOCK]
        )


def with_runs_out(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    """Have each run counted how many are out, over all and at its backend, in the statement that reads it."""
    out = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).order_by()
    at_this_backend = out.filter(endpoint__backend=OuterRef('endpoint__backend'))
    return runs.annotate(out_overall=_number_of(out), out_at_backend=_number_of(at_this_backend))


def has_room(run: SyncRun) -> bool:
    """Tell whether one more run may be out. The run comes from `with_runs_out`, with its backend."""
    out_overall, out_at_backend = run.out_overall, run.out_at_backend  # type: ignore[attr-defined]  # annotated
    fits_overall: bool = out_overall < current_settings()['max_in_flight']
    return fits_overall and out_at_backend < run.endpoint.backend.max_concurrent


def take_waiting() -> list[SyncRun]:
    """Take the oldest waiting runs for which there is room, at their backends and over all, to be sent.

    Nothing waits most of the time, which one small statement tells. What was sent and has not begun takes its room
    already. Two takers at once may take the same run; then it is sent twice, which the claim of the run makes up for.
    """
    candidates = _oldest_waiting()
    chosen = _fitting(candidates) if candidates else []
    if not chosen:
        return []
    runs = SyncRun.objects.filter(pk__in=chosen, status=SyncStatusChoices.QUEUED)
    runs.update(is_waiting=False, sends=F('sends') + 1, last_step_at=Now())
    return list(runs.order_by('pk'))


def _number_of(runs: QuerySet[SyncRun]) -> Coalesce:
    return Coalesce(Subquery(runs.values('status').annotate(number=Count('pk')).values('number')), 0)


def _oldest_waiting() -> list[tuple[int, int, int]]:
    """Return as many runs of each backend as it may have out: their keys, backends, and that number; oldest first."""
    place = Window(RowNumber(), partition_by=F('endpoint__backend'), order_by=F('pk'))
    waiting = SyncRun.objects.filter(status=SyncStatusChoices.QUEUED, is_waiting=True).annotate(place=place)
    first = waiting.filter(place__lte=F('endpoint__backend__max_concurrent')).order_by('pk')
    return list(first.values_list('pk', 'endpoint__backend', 'endpoint__backend__max_concurrent'))


def _fitting(candidates: list[tuple[int, int, int]]) -> list[int]:
    is_sent = Q(status=SyncStatusChoices.QUEUED, is_waiting=False)
    out = SyncRun.objects.filter(is_sent | Q(status=SyncStatusChoices.RUNNING))
    out_at = Counter(out.values_list('endpoint__backend', flat=True))
    chosen: list[int] = []
    for run, backend, most in candidates:
        if out_at.total() < current_settings()['max_in_flight'] and out_at[backend] < most:
            out_at[backend] += 1
            chosen.append(run)
    return chosen
