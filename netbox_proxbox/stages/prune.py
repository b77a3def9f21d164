"""prune: deletes what the complete reading no longer has, ends the run, and starts what waits for its room."""

from netbox_proxbox.database.transactions import retried
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.end import end, status_of
from netbox_proxbox.runs.events import expect_events
from netbox_proxbox.runs.fence import end_without_deletions
from netbox_proxbox.runs.stages import FAILED, FETCH_NODES, PRUNE, RECONCILE
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.sync.absence import absent_from_json
from netbox_proxbox.sync.prune import prune
from netbox_proxbox.sync.writing import result_of

from .execution import COMPLETED, stage
from .tracked_write import complete, in_tracked_transaction

__all__ = ('execute',)


def execute(run_id: int, task_id: str = '') -> str:
    """Delete rows and end the run; with nothing to delete, that is one statement."""
    others_wait = retried(lambda: end_without_deletions(run_id, PRUNE, task_id))
    outcome = _delete_and_end(run_id, task_id) if others_wait is None else COMPLETED
    if others_wait is None or others_wait:
        start_queued()
    return outcome


@stage(PRUNE)
@in_tracked_transaction(PRUNE)
def _delete_and_end(run: SyncRun) -> bool:
    found = run.readings.get(RECONCILE)
    if found is None:
        return False
    pruned = prune(absent_from_json(found['absent']), run.pk)
    run.changes = [*run.changes, *pruned.records]
    run.warnings = [*run.warnings, *pruned.warnings]
    run.result = result_of(found['mode'], run.changes)
    if pruned.records:
        expect_events(run)
    complete(run, PRUNE)
    fetched = run.stages[FETCH_NODES]
    if fetched['state'] == FAILED:
        run.error_code, run.cause, run.cure = (fetched[key] for key in ('error_code', 'cause', 'cure'))
    end(run, status_of(run, has_metrics=run.stages[RECONCILE]['has_metrics']))
    return True
