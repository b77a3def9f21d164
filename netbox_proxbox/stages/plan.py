"""plan: keeps on a preview what a sync would change, ends it, and starts what waits for its room."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.end import end
from netbox_proxbox.runs.stage_notes import FAILED, FETCH_NODES, PLAN
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.sync.preview import planned

from .readings import reading_of
from .writing import complete, writing_stage

__all__ = ('execute',)


def execute(run_id: int, task_id: str = '') -> str:
    """Keep the plan on the run, and end it. Nothing else is written."""
    outcome = _keep_plan(run_id, task_id)
    start_queued()
    return outcome


@writing_stage(PLAN)
def _keep_plan(run: SyncRun) -> bool:
    reading = reading_of(run)
    if reading is None:
        return False
    found = planned(run.endpoint, reading.topology, reading.metrics, read_at=reading.read_at)
    run.plan, run.warnings = found.records, [*_of_metrics(run), *found.warnings]
    complete(run, PLAN)
    end(run, SyncStatusChoices.SUCCEEDED)
    return True


def _of_metrics(run: SyncRun) -> list[str]:
    fetched = run.stages[FETCH_NODES]
    return [fetched['cause']] if fetched['state'] == FAILED else []
