"""A whole sync in the calling process: reads first, without a lock; then writes everything in one transaction."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from django.db.models.functions import Now
from django.utils.functional import SimpleLazyObject

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database import clock
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.errors import ProxboxError, ReadingHeld, SyncInProgress
from netbox_proxbox.events.failures import note_failed_run
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.reading.read import Reading, read
from netbox_proxbox.reading.registration import remember
from netbox_proxbox.runs.end import conclude, set_error
from netbox_proxbox.runs.events import COMMIT_UNANSWERED, note_dispatched
from netbox_proxbox.runs.hold import hold
from netbox_proxbox.runs.request import active_run, next_id
from netbox_proxbox.tracking.changelog import service_user, tracked
from netbox_proxbox.tracking.events import Lost

from .missing import deletions_held, lock_held
from .preview import planned
from .prune import prune
from .rows import Rows, lock_rows
from .writing import add_to_run, result_of, write_reading

__all__ = ('preview_in_foreground', 'sync_in_foreground')

WHAT_EVENTS_CHANGE = ('status', 'events', 'warnings', 'error_code', 'cause', 'cure')


def sync_in_foreground(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None) -> SyncRun:
    """Sync an endpoint here and now, and return its ended run: succeeded, degraded, or held for its deletions.

    Works inside a caller's transaction too; never leaves an active run. Raises SyncInProgress, ReadingHeld for a
    reading of which nothing is written until a person decides, and the other errors of `errors`; each but the first is
    recorded as a run. Raises ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    read_at = clock.database_now()
    try:
        if active := active_run(endpoint.pk):
            raise SyncInProgress(active)
        reading = read(endpoint, read_at)
        return _write(endpoint, reading, trigger, user)
    except SyncInProgress:
        raise
    except ProxboxError as error:
        _record_failure(SyncRun(endpoint=endpoint, trigger=trigger, user=user, started_at=read_at), error)
        raise


def preview_in_foreground(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None) -> SyncRun:
    """Read an endpoint here and now, and return an ended preview with the plan of what a sync would change.

    Nothing else is written, but for the registration in the backend. Raises the errors of `errors`, after recording a
    failed preview. Another sync of the endpoint may be under way; one that has written a newer reading meanwhile is a
    SyncInProgress. Raises ProxmoxEndpoint.DoesNotExist as a sync does.
    """
    read_at = clock.database_now()
    run = SyncRun(endpoint=endpoint, trigger=trigger, user=user, is_preview=True, started_at=read_at)
    try:
        reading = read(endpoint, read_at)
        plan = partial(planned, endpoint, reading.topology, reading.metrics, read_at=reading.read_at)
        found = in_transaction(plan)
    except SyncInProgress:
        raise
    except ProxboxError as error:
        _record_failure(run, error)
        raise
    run.plan, run.warnings = found.records, [*_of_metrics(reading), *found.warnings]
    return _record(run, SyncStatusChoices.SUCCEEDED)


def _of_metrics(reading: Reading) -> list[str]:
    return [] if reading.metrics_error is None else [reading.metrics_error.cause]


def _write(endpoint: ProxmoxEndpoint, reading: Reading, trigger: str, user: Any) -> SyncRun:
    run = SyncRun(endpoint=endpoint, trigger=trigger, user=user, started_at=reading.read_at)
    is_unanswered = False

    def work() -> None:
        nonlocal is_unanswered
        if run.ended_at is not None and SyncRun.objects.filter(request_id=run.request_id).exists():
            # An earlier attempt was committed, but the answer to its commit was lost.
            is_unanswered = bool(run.changes)
            return
        rows = lock_rows(endpoint.pk)
        if rows is None:
            raise ProxmoxEndpoint.DoesNotExist
        if active := active_run(endpoint.pk):
            raise SyncInProgress(active)
        remember(endpoint, reading.registration)
        _write_rows(run, rows, reading)

    def dispatched(lost: Sequence[Lost]) -> None:
        note_dispatched(run.pk, lost)
        run.refresh_from_db(fields=WHAT_EVENTS_CHANGE)

    def as_user() -> AbstractContextManager[None]:
        # Anew for each attempt: the service user may have been created by one that was rolled back.
        return tracked(run.request_id, user or SimpleLazyObject(service_user), dispatched)

    in_transaction(work, around=as_user)
    if is_unanswered:
        dispatched([COMMIT_UNANSWERED])
    return run


def _write_rows(run: SyncRun, rows: Rows, reading: Reading) -> None:
    # The change log names the run, which is inserted when all is known: nobody ever sees it active.
    run.pk, run.events, run.changes, run.warnings = next_id(), '', [], []
    run.error_code = run.cause = run.cure = ''
    written = write_reading(rows, reading.topology, reading.metrics, read_at=reading.read_at, run_id=run.pk)
    add_to_run(run, written.records, written.warnings)
    pruned = prune(written.absent, run.pk)
    add_to_run(run, pruned.records, pruned.warnings)
    run.result = result_of(reading.topology.mode, run.changes)
    if reading.metrics_error is not None:
        set_error(run, reading.metrics_error)
    held = deletions_held(rows.endpoint, lock_held(rows.endpoint) if written.has_held else [])
    run.status = conclude(run, has_metrics=written.has_metrics, held=held)
    run.ended_at = run.last_step_at = Now()
    run.save(force_insert=True)


def _record_failure(run: SyncRun, error: ProxboxError) -> None:
    set_error(run, error)
    _record(run, error.run_status, error)


def _record(run: SyncRun, status: str, error: ProxboxError | None = None) -> SyncRun:
    def record() -> None:
        ProxmoxEndpoint.objects.select_for_update(no_key=True).get(pk=run.endpoint_id)
        run.status = status
        run.ended_at = run.last_step_at = clock.database_now()
        run.save()
        if error is not None:
            note_failed_run(run, error)
        if isinstance(error, ReadingHeld) and not run.is_preview:
            hold(run.endpoint_id, error, run.pk)

    in_transaction(record)
    return run
