"""reconcile: creates and updates what was read, in one transaction with the run's own row."""

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs import locks
from netbox_proxbox.runs.stage_notes import RECONCILE
from netbox_proxbox.sync.preview import refuse_what_was_not_shown
from netbox_proxbox.sync.rows import lock_rows_of
from netbox_proxbox.sync.writing import add_to_run, result_of, write_reading

from .readings import reading_of
from .writing import complete, writing_stage

__all__ = ('execute',)


@writing_stage(RECONCILE)
def execute(run: SyncRun) -> bool:
    """Create and update rows, and keep on the run what is to be deleted. Without a reading do nothing.

    Nor for a preview, which a process of the previous release may have published as a sync: the sweep does so rightly.
    """
    reading = None if run.is_preview else reading_of(run)
    if reading is None:
        return False
    topology, metrics, read_at = reading.topology, reading.metrics, reading.read_at
    if run.plan is not None:
        refuse_what_was_not_shown(run, topology, metrics, read_at=read_at)
    written = write_reading(lock_rows_of(run.endpoint), topology, metrics, read_at=read_at, run_id=run.pk)
    add_to_run(run, written.records, written.warnings)
    run.readings = {RECONCILE: {'mode': topology.mode, 'absent': written.absent, 'held': written.has_held}}
    if written.has_metrics and not written.absent and not written.has_held:
        # What `end_without_deletions` ends the run with.
        run.readings[RECONCILE]['result'] = result_of(topology.mode, run.changes)
    complete(run, RECONCILE, has_metrics=written.has_metrics)
    locks.write(run, 'changes', 'warnings', 'events', 'readings', 'stages', 'last_step_at')
    return True
