"""The writing half of the chord: reconcile what was read, prune what is gone, end the run."""

from datetime import datetime
from typing import Any

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.proxmox.errors import SyncInProgress

from . import runs
from .execution import complete, execute, may_write
from .readings import metrics_from_json, topology_from_json
from .rows import Rows, lock_rows
from .stages import FAILED, FETCH_CLUSTER, FETCH_NODES, PRUNE, RECONCILE
from .tracking import service_user, tracked
from .transactions import in_transaction
from .writing import delete_absent, result_of, write_reading

__all__ = ('prune', 'reconcile')

NO_FIGURES = 'Topology was written; the figures of the nodes are those of an earlier sync.'


def reconcile(run_id: int) -> str:
    """Create and update what was read, in one transaction with the run's own row."""
    return execute(run_id, RECONCILE, lambda run: _in_tracked_transaction(run, RECONCILE, _reconcile))


def prune(run_id: int) -> str:
    """Delete what the complete reading no longer has, and end the run as succeeded or degraded."""
    return execute(run_id, PRUNE, lambda run: _in_tracked_transaction(run, PRUNE, _prune))


def _in_tracked_transaction(started: SyncRun, stage: str, work: Any) -> bool:
    """Do a stage's work on locked rows, logged under the run's id. The order of locks: run, endpoint, its rows."""
    user = started.user or service_user()
    warnings: list[str] = []

    def locked_work() -> bool:
        run = runs.lock(started.pk)
        rows = lock_rows(started.endpoint_id) if may_write(run, stage) else None
        if run is None or rows is None:
            return False
        work(run, rows)
        return True

    could_write = in_transaction(locked_work, around=lambda: tracked(started.request_id, user, warnings))
    if warnings:
        _add_warnings(started.pk, warnings)
    return could_write


def _reconcile(run: SyncRun, rows: Rows) -> None:
    read_at = datetime.fromisoformat(run.stages[FETCH_CLUSTER]['started_at'])
    if rows.endpoint.last_read_at is not None and rows.endpoint.last_read_at > read_at:
        raise SyncInProgress(runs.last_written(run.endpoint_id))
    topology = topology_from_json(run.readings[FETCH_CLUSTER])
    figures = run.readings.get(FETCH_NODES)
    metrics = metrics_from_json(figures) if figures is not None else None
    written = write_reading(rows, topology, metrics, read_at=read_at)
    run.changes = written.records
    run.warnings = [*run.warnings, *written.warnings]
    complete(run, RECONCILE, has_figures=written.has_figures)
    run.save(update_fields=['changes', 'warnings', 'stages', 'last_step_at'])


def _prune(run: SyncRun, rows: Rows) -> None:
    topology = topology_from_json(run.readings[FETCH_CLUSTER])
    deleted = delete_absent(rows, topology)
    run.changes = [*run.changes, *deleted.records]
    run.warnings = [*run.warnings, *deleted.warnings]
    run.result = result_of(topology.mode, run.changes)
    complete(run, PRUNE)
    runs.end(run, _status_of(run))


def _status_of(run: SyncRun) -> str:
    if run.stages[RECONCILE]['has_figures']:
        return SyncStatusChoices.SUCCEEDED
    nodes_stage = run.stages[FETCH_NODES]
    if nodes_stage['state'] == FAILED:
        run.error_code, run.cause, run.cure = (nodes_stage[key] for key in ('error_code', 'cause', 'cure'))
    run.warnings = [*run.warnings, NO_FIGURES]
    return SyncStatusChoices.DEGRADED


def _add_warnings(run_id: int, warnings: list[str]) -> None:
    with runs.locked(run_id) as run:
        if run is not None:
            run.warnings = [*run.warnings, *warnings]
            run.save(update_fields=['warnings'])
