"""The writing half of the chord: reconcile what was read, prune what is gone, end the run."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from django.utils.functional import SimpleLazyObject

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.proxmox.errors import SyncInProgress

from . import endings, run_locks, runs
from . import prune as pruning
from .event_notes import COMMIT_UNANSWERED, note_dispatched, owe
from .execution import complete, execute, may_write
from .readings import absent_from_json, metrics_from_json, to_json, topology_from_json
from .rows import lock_rows_of
from .stages import FAILED, FETCH_CLUSTER, FETCH_NODES, PRUNE, RECONCILE
from .tracking import service_user, tracked
from .transactions import in_transaction
from .writing import result_of, write_reading

__all__ = ('prune', 'reconcile')


def reconcile(run_id: int) -> str:
    """Create and update what was read, in one transaction with the run's own row."""
    return execute(run_id, RECONCILE, lambda run: _in_tracked_transaction(run, RECONCILE, _reconcile))


def prune(run_id: int) -> str:
    """Delete what the complete reading no longer has, and end the run as succeeded or degraded."""
    return execute(run_id, PRUNE, lambda run: _in_tracked_transaction(run, PRUNE, _prune))


def _in_tracked_transaction(started: SyncRun, stage: str, work: Callable[[SyncRun], None]) -> bool:
    """Do a stage's work on locked rows, logged under the run's id. The order of locks: run, endpoint, its rows.

    Who is logged is looked up when there is something to log, and anew by each attempt: the service user may have been
    created by one that was rolled back.
    """
    has_changed = is_unanswered = False

    def as_user() -> AbstractContextManager[None]:
        user = SimpleLazyObject(lambda: started.user or service_user())
        return tracked(started.request_id, user, partial(note_dispatched, started.pk))

    def locked_work() -> bool:
        nonlocal has_changed, is_unanswered
        run = run_locks.lock_with_endpoint(started.pk)
        if run is None or not may_write(run, stage):
            is_unanswered = has_changed
            return False
        changes_before = len(run.changes)
        work(run)
        has_changed = len(run.changes) > changes_before
        return True

    could_write = in_transaction(locked_work, around=as_user)
    if is_unanswered:
        note_dispatched(started.pk, [COMMIT_UNANSWERED])
    return could_write


def _reconcile(run: SyncRun) -> None:
    read_at = datetime.fromisoformat(run.stages[FETCH_CLUSTER]['started_at'])
    if run.endpoint.last_read_at is not None and run.endpoint.last_read_at > read_at:
        raise SyncInProgress(runs.last_written(run.endpoint_id))
    topology = topology_from_json(run.readings[FETCH_CLUSTER])
    figures = run.readings.get(FETCH_NODES)
    metrics = metrics_from_json(figures) if figures is not None else None
    written = write_reading(lock_rows_of(run.endpoint), topology, metrics, read_at=read_at, run_id=run.pk)
    run.changes = written.records
    run.warnings = [*run.warnings, *written.warnings]
    run.readings = {RECONCILE: {'mode': topology.mode, 'absent': to_json(written.absent)}}
    if written.records:
        owe(run)
    complete(run, RECONCILE, has_figures=written.has_figures)
    run_locks.write(run, 'changes', 'warnings', 'events', 'readings', 'stages', 'last_step_at')


def _prune(run: SyncRun) -> None:
    found = run.readings[RECONCILE]
    pruned = pruning.prune(absent_from_json(found['absent']), run.pk)
    run.changes = [*run.changes, *pruned.records]
    run.warnings = [*run.warnings, *pruned.warnings]
    run.result = result_of(found['mode'], run.changes)
    if pruned.records:
        owe(run)
    complete(run, PRUNE)
    endings.end(run, _status_of(run))


def _status_of(run: SyncRun) -> str:
    if run.stages[RECONCILE]['has_figures']:
        is_heard = run.events != SyncEventsChoices.LOST
        return SyncStatusChoices.SUCCEEDED if is_heard else SyncStatusChoices.DEGRADED
    nodes_stage = run.stages[FETCH_NODES]
    if nodes_stage['state'] == FAILED:
        run.error_code, run.cause, run.cure = (nodes_stage[key] for key in ('error_code', 'cause', 'cure'))
    return SyncStatusChoices.DEGRADED
