"""reconcile: creates and updates what was read, in one transaction with the run's own row."""

from datetime import datetime

from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import metrics_from_json, topology_from_json
from netbox_proxbox.runs import locks
from netbox_proxbox.runs.stage_notes import FETCH_CLUSTER, FETCH_NODES, RECONCILE, is_over
from netbox_proxbox.sync.rows import lock_rows_of
from netbox_proxbox.sync.writing import add_to_run, result_of, write_reading

from .writing import complete, writing_stage

__all__ = ('execute',)


@writing_stage(RECONCILE)
def execute(run: SyncRun) -> bool:
    """Create and update rows, and keep on the run what is to be deleted. Without a reading do nothing."""
    if FETCH_CLUSTER not in run.readings or not is_over(run, FETCH_NODES):
        # A second chord of the run has come to its join before the first has read.
        return False
    read_at = datetime.fromisoformat(run.stages[FETCH_CLUSTER]['started_at'])
    topology = topology_from_json(run.readings[FETCH_CLUSTER])
    metrics = metrics_from_json(run.readings.get(FETCH_NODES))
    written = write_reading(lock_rows_of(run.endpoint), topology, metrics, read_at=read_at, run_id=run.pk)
    add_to_run(run, written.records, written.warnings)
    run.readings = {RECONCILE: {'mode': topology.mode, 'absent': written.absent, 'held': written.has_held}}
    if written.has_metrics and not written.absent and not written.has_held:
        # What `end_without_deletions` ends the run with.
        run.readings[RECONCILE]['result'] = result_of(topology.mode, run.changes)
    complete(run, RECONCILE, has_metrics=written.has_metrics)
    locks.write(run, 'changes', 'warnings', 'events', 'readings', 'stages', 'last_step_at')
    return True
