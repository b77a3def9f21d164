"""The life of a run: from its request to one of its ends. Times are PostgreSQL's."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
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
    'insert_skipped',
    'last_written',
    'lock',
    'locked',
    'now_of',
)

logger = logging.getLogger(__name__)

INSERT_ATTEMPTS = 5


def active_run(endpoint_id: int) -> SyncRun | None:
    """Return the run of an endpoint that has no end yet, if there is one."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, status__in=SyncStatusChoices.ACTIVE).first()


def last_written(endpoint_id: int) -> SyncRun | None:
    """Return the run whose reading an endpoint's rows hold, unless it was deleted."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, result__isnull=False).order_by('-ended_at').first()


def insert(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None) -> tuple[SyncRun, bool]:
    """Insert a queued run and return it with True, or the active run with False. The partial index decides.

    The active run may end between the two looks at it; then the next attempt inserts.
    """
    for attempt in range(1, INSERT_ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return SyncRun.objects.create(endpoint=endpoint, trigger=trigger, user=user), True
        except IntegrityError:
            if run := active_run(endpoint.pk):
                return run, False
            if attempt == INSERT_ATTEMPTS:
                raise
    raise AssertionError('the last attempt returns or raises')


def insert_skipped(endpoint: ProxmoxEndpoint, trigger: str, active: SyncRun) -> SyncRun:
    """Record that a run was due while another was active."""
    return SyncRun.objects.create(
        endpoint=endpoint, trigger=trigger, status=SyncStatusChoices.SKIPPED, active_run=active, ended_at=Now()
    )


def lock(run_id: int) -> SyncRun | None:
    """Return a run with its row locked until the transaction ends; None when it is gone."""
    return SyncRun.objects.select_for_update(no_key=True).annotate(now=Now()).filter(pk=run_id).first()


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
    run.save()
