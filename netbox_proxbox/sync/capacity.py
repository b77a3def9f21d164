"""How many runs are out at once. What finds no room waits in PostgreSQL, not in the worker."""

from collections import Counter

from django.db import connection
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now

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
    """Take the oldest waiting run of each backend that has room, as far as there is room over all, to be sent.

    A run that ends frees one place, so one of each backend is enough; whoever finds none in the end waits again.
    """
    candidates = list(
        SyncRun.objects.filter(status=SyncStatusChoices.QUEUED, is_waiting=True)
        .select_related('endpoint__backend')
        .order_by('endpoint__backend_id', 'pk')
        .distinct('endpoint__backend_id')
    )
    if not candidates:
        return []
    chosen = [run.pk for run in _with_room(candidates)]
    SyncRun.objects.filter(pk__in=chosen, status=SyncStatusChoices.QUEUED).update(
        is_waiting=False, sends=F('sends') + 1, last_step_at=Now()
    )
    return [run for run in candidates if run.pk in chosen]


def _number_of(runs: QuerySet[SyncRun]) -> Coalesce:
    return Coalesce(Subquery(runs.values('status').annotate(number=Count('pk')).values('number')), 0)


def _with_room(candidates: list[SyncRun]) -> list[SyncRun]:
    running = Counter(
        SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).values_list('endpoint__backend', flat=True)
    )
    free = current_settings()['max_in_flight'] - running.total()
    fitting = [
        run
        for run in sorted(candidates, key=lambda run: run.pk)
        if running[run.endpoint.backend_id] < run.endpoint.backend.max_concurrent
    ]
    return fitting[: max(free, 0)]
