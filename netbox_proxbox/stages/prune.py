"""prune: deletes what the complete reading no longer has and need not wait, ends the run, and starts what waits."""

from netbox_proxbox.database.transactions import retried
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.end import conclude, end
from netbox_proxbox.runs.fence import end_without_deletions
from netbox_proxbox.runs.request import insert
from netbox_proxbox.runs.stage_notes import FAILED, FETCH_NODES, PRUNE, RECONCILE
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.sync.missing import deletions_held, lock_held
from netbox_proxbox.sync.prune import prune
from netbox_proxbox.sync.writing import add_to_run, result_of

from .execution import COMPLETED
from .writing import complete, writing_stage

__all__ = ('execute',)


def execute(run_id: int, task_id: str = '') -> str:
    """Delete rows and end the run; with nothing to delete, that is one statement."""
    others_wait = retried(lambda: end_without_deletions(run_id, PRUNE, task_id))
    outcome = _delete_and_end(run_id, task_id) if others_wait is None else COMPLETED
    if others_wait is None or others_wait:
        start_queued()
    return outcome


@writing_stage(PRUNE)
def _delete_and_end(run: SyncRun) -> bool:
    """Delete what was judged, and queue another run if a person has confirmed more since: it reads anew."""
    found = run.readings.get(RECONCILE)
    if found is None:
        return False
    # A worker of the previous release has judged nothing: what it lists is judged by the next run.
    absent = found['absent'] if 'held' in found else []
    pruned = prune(absent, run.pk)
    add_to_run(run, pruned.records, pruned.warnings)
    run.result = result_of(found['mode'], run.changes)
    complete(run, PRUNE)
    fetched = run.stages[FETCH_NODES]
    if fetched['state'] == FAILED:
        run.error_code, run.cause, run.cure = (fetched[key] for key in ('error_code', 'cause', 'cure'))
    waiting = lock_held(run.endpoint) if found.get('held') else []
    held = deletions_held(run.endpoint, waiting)
    end(run, conclude(run, has_metrics=run.stages[RECONCILE]['has_metrics'], held=held))
    if any(node.deletion_confirmed and node.pk not in absent for node in waiting):
        insert(run.endpoint, run.trigger, run.user)
    return True
