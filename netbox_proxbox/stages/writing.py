"""The writing half of the chord: reconcile what was read, prune what is gone, end the run."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from django.utils.functional import SimpleLazyObject

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.database.transactions import in_transaction, retried
from netbox_proxbox.errors import SyncInProgress
from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import absent_from_json, metrics_from_json, to_json, topology_from_json
from netbox_proxbox.runs import endings
from netbox_proxbox.runs import locks as run_locks
from netbox_proxbox.runs.event_notes import COMMIT_UNANSWERED, note_dispatched, owe
from netbox_proxbox.runs.request import last_written
from netbox_proxbox.runs.stage_notes import end_without_deletions
from netbox_proxbox.runs.stages import FAILED, FETCH_CLUSTER, FETCH_NODES, PRUNE, RECONCILE, is_over
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.sync import prune as pruning
from netbox_proxbox.sync.rows import lock_rows_of
from netbox_proxbox.sync.writing import result_of, write_reading
from netbox_proxbox.tracking.changelog import service_user, tracked

from .execution import COMPLETED, complete, execute, may_write

__all__ = ('prune', 'reconcile')


def reconcile(run_id: int, task_id: str = '') -> str:
    """Create and update what was read, in one transaction with the run's own row. Without a reading do nothing."""
    return execute(run_id, RECONCILE, lambda run: _in_tracked_transaction(run, RECONCILE, _reconcile), task_id=task_id)


def prune(run_id: int, task_id: str = '') -> str:
    """Delete what the complete reading no longer has, end the run, and start what waits for its room."""
    others_wait = retried(lambda: end_without_deletions(run_id, PRUNE, task_id))
    if others_wait is None:
        work = partial(_in_tracked_transaction, stage=PRUNE, work=_prune)
        outcome = execute(run_id, PRUNE, work, task_id=task_id)
        others_wait = True
    else:
        outcome = COMPLETED
    if others_wait:
        start_queued()
    return outcome


def _in_tracked_transaction(started: SyncRun, stage: str, work: Callable[[SyncRun], bool]) -> bool:
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
        has_written = work(run)
        has_changed = len(run.changes) > changes_before
        return has_written

    could_write = in_transaction(locked_work, around=as_user)
    if is_unanswered:
        note_dispatched(started.pk, [COMMIT_UNANSWERED])
    return could_write


def _reconcile(run: SyncRun) -> bool:
    if FETCH_CLUSTER not in run.readings or not is_over(run, FETCH_NODES):
        # A second chord of the run has come to its join before the first has read.
        return False
    read_at = datetime.fromisoformat(run.stages[FETCH_CLUSTER]['started_at'])
    if run.endpoint.last_read_at is not None and run.endpoint.last_read_at > read_at:
        raise SyncInProgress(last_written(run.endpoint_id))
    topology = topology_from_json(run.readings[FETCH_CLUSTER])
    figures = run.readings.get(FETCH_NODES)
    metrics = metrics_from_json(figures) if figures is not None else None
    written = write_reading(lock_rows_of(run.endpoint), topology, metrics, read_at=read_at, run_id=run.pk)
    run.changes = written.records
    run.warnings = [*run.warnings, *written.warnings]
    run.readings = {RECONCILE: {'mode': topology.mode, 'absent': to_json(written.absent)}}
    if written.has_figures and not written.absent:
        # What `end_without_deletions` ends the run with.
        run.readings[RECONCILE]['result'] = result_of(topology.mode, run.changes)
    if written.records:
        owe(run)
    complete(run, RECONCILE, has_figures=written.has_figures)
    run_locks.write(run, 'changes', 'warnings', 'events', 'readings', 'stages', 'last_step_at')
    return True


def _prune(run: SyncRun) -> bool:
    found = run.readings.get(RECONCILE)
    if found is None:
        return False
    pruned = pruning.prune(absent_from_json(found['absent']), run.pk)
    run.changes = [*run.changes, *pruned.records]
    run.warnings = [*run.warnings, *pruned.warnings]
    run.result = result_of(found['mode'], run.changes)
    if pruned.records:
        owe(run)
    complete(run, PRUNE)
    endings.end(run, _status_of(run))
    return True


def _status_of(run: SyncRun) -> str:
    if run.stages[RECONCILE]['has_figures']:
        is_heard = run.events != SyncEventsChoices.LOST
        return SyncStatusChoices.SUCCEEDED if is_heard else SyncStatusChoices.DEGRADED
    nodes_stage = run.stages[FETCH_NODES]
    if nodes_stage['state'] == FAILED:
        run.error_code, run.cause, run.cure = (nodes_stage[key] for key in ('error_code', 'cause', 'cure'))
    return SyncStatusChoices.DEGRADED
