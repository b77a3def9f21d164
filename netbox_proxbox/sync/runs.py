"""The life of a run: from its request to one of its ends. Times are PostgreSQL's."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.proxmox.errors import ProxboxError

from .stages import FAILED, is_over, note_stage, stop_stages
from .transactions import in_transaction

__all__ = (
    'active_run',
    'blame',
    'database_now',
    'end',
    'fail',
    'insert',
    'insert_many',
    'last_written',
    'lock',
    'lock_with_endpoint',
    'locked',
    'locking',
    'now_of',
    'write',
)

logger = logging.getLogger(__name__)

INSERT_ATTEMPTS = 5
WRITTEN_AT_THE_END = (
    *('status', 'ended_at', 'last_step_at', 'is_waiting', 'stages', 'readings'),
    *('result', 'changes', 'warnings', 'error_code', 'cause', 'cure'),
)


def active_run(endpoint_id: int) -> SyncRun | None:
    """Return the run of an endpoint that has no end yet, if there is one."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, status__in=SyncStatusChoices.ACTIVE).first()


def last_written(endpoint_id: int) -> SyncRun | None:
    """Return the run whose reading an endpoint's rows hold, unless it was deleted."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, result__isnull=False).order_by('-ended_at').first()


def insert(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None) -> tuple[SyncRun, bool]:
    """Insert a queued run, which is to be sent, and return it with True, or the active run with False.

    The partial index decides. The active run may end between the two looks at it; then the next attempt inserts.
    Raises ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    for attempt in range(1, INSERT_ATTEMPTS + 1):
        try:
            with _savepoint():
                return SyncRun.objects.create(endpoint=endpoint, trigger=trigger, user=user, sends=1), True
        except IntegrityError:
            if run := active_run(endpoint.pk):
                return run, False
            if not ProxmoxEndpoint.objects.filter(pk=endpoint.pk).exists():
                raise ProxmoxEndpoint.DoesNotExist from None
            if attempt == INSERT_ATTEMPTS:
                raise
    raise AssertionError('the last attempt returns or raises')


def insert_many(endpoints: Sequence[ProxmoxEndpoint], trigger: str) -> list[SyncRun]:
    """Insert a waiting run for each endpoint, and return those; where one is active already, a skipped one instead.

    The partial index decides, in one statement for all of them. Each is sent when there is room for it, so however
    many there are, the broker has no more messages than the worker may be at.
    """
    wanted = [SyncRun(endpoint=endpoint, trigger=trigger, is_waiting=True) for endpoint in endpoints]
    SyncRun.objects.bulk_create(wanted, ignore_conflicts=True)
    inserted = list(SyncRun.objects.filter(request_id__in=[run.request_id for run in wanted]).order_by('pk'))
    busy = {endpoint.pk for endpoint in endpoints} - {run.endpoint_id for run in inserted}
    if busy:
        _insert_skipped(busy, trigger)
    return inserted


def _insert_skipped(endpoint_ids: Collection[int], trigger: str) -> None:
    """Record that runs were due while others, the last of their endpoints, were active."""
    real = SyncRun.objects.filter(endpoint__in=endpoint_ids).exclude(status=SyncStatusChoices.SKIPPED)
    last = real.order_by('endpoint_id', '-pk').distinct('endpoint_id')
    SyncRun.objects.bulk_create(
        SyncRun(
            **{'endpoint_id': active.endpoint_id, 'trigger': trigger, 'active_run': active},
            **{'status': SyncStatusChoices.SKIPPED, 'ended_at': Now()},
        )
        for active in last
    )


def lock(run_id: int) -> SyncRun | None:
    """Return a run with its row locked until the transaction ends; None when it is gone."""
    return locking().filter(pk=run_id).first()


def lock_with_endpoint(run_id: int) -> SyncRun | None:
    """Return a run with its row and that of its endpoint locked, in this order, until the transaction ends."""
    return locking('self', 'endpoint').select_related('endpoint').filter(pk=run_id).first()


def locking(*tables: str) -> QuerySet[SyncRun]:
    """Return runs to be locked, each with PostgreSQL's time for `now_of`; the rows of `tables` are locked in order."""
    return SyncRun.objects.select_for_update(no_key=True, of=tables or ('self',)).annotate(now=Now())


def write(run: SyncRun, *fields: str) -> None:
    """Write fields of a locked run, past the signals of models: NetBox would look up what it does with this one."""
    SyncRun.objects.filter(pk=run.pk).update(**{field: getattr(run, field) for field in fields})


def _savepoint() -> AbstractContextManager[object]:
    """Keep a caller's transaction usable after a refused statement; without one, a statement stands for itself."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


@contextmanager
def locked(run_id: int) -> Iterator[SyncRun | None]:
    """Open a transaction with the run's row locked."""
    with transaction.atomic():
        yield lock(run_id)


def now_of(run: SyncRun) -> datetime:
    """Return PostgreSQL's time of the transaction step in which `lock` read this run."""
    now: datetime = run.now  # type: ignore[attr-defined]  # annotated by `lock`
    return now


def database_now() -> datetime:
    """Return PostgreSQL's time at this statement."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT statement_timestamp()')
        moment: datetime = cursor.fetchone()[0]
    return moment


def fail(run_id: int, error: ProxboxError, *, stage: str | None = None, status: str = SyncStatusChoices.FAILED) -> bool:
    """End an active run with a cause and a cure. False when it, or the stage that failed, has ended before."""
    run = in_transaction(lambda: _fail(run_id, error, stage, status))
    if run is not None:
        logger.warning('Run %s of endpoint %s ended as %s: %s', run_id, run.endpoint_id, status, error)
    return run is not None


def _fail(run_id: int, error: ProxboxError, stage: str | None, status: str) -> SyncRun | None:
    run = lock(run_id)
    if run is None or not run.is_active:
        return None
    if stage is not None:
        if is_over(run, stage):
            return None
        note_stage(run, stage, state=FAILED, ended_at=now_of(run).isoformat(), retries=error.retries)
    blame(run, error)
    end(run, status)
    return run


def blame(run: SyncRun, error: ProxboxError) -> None:
    """Write an error's cause and cure on a run. The caller saves."""
    run.error_code, run.cause, run.cure = error.code, error.cause, error.cure


def end(run: SyncRun, status: str) -> None:
    """End a locked run and forget what was read for it."""
    run.status = status
    run.ended_at = run.last_step_at = now_of(run)
    run.is_waiting = False
    run.readings = {}
    stop_stages(run, at=run.ended_at)
    write(run, *WRITTEN_AT_THE_END)
