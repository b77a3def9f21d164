"""How a stage is executed: noted, fenced against late copies, and ended in words whatever happens."""

import logging
from collections.abc import Callable
from typing import Any, Final

from celery.exceptions import SoftTimeLimitExceeded

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database import clock
from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.errors.run import StageCrashed, StageOutOfTime
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs import endings
from netbox_proxbox.runs.stage_notes import note_end, note_start
from netbox_proxbox.runs.stages import DONE, RUNNING, is_over, note_stage

__all__ = ('COMPLETED', 'IGNORED', 'StageFailed', 'carry_out', 'complete', 'execute', 'finish', 'may_write')

logger = logging.getLogger(__name__)

COMPLETED: Final = 'completed'
IGNORED: Final = 'ignored: the run has ended or the stage is over'


class StageFailed(Exception):
    """Tells Celery that a stage failed; the cause is on the run by then."""


def execute(run_id: int, stage: str, work: Callable[[SyncRun], bool], *, task_id: str = '') -> str:
    """Note that a stage starts, and carry it out unless it or its run is over. The run has endpoint and backend."""
    run = retried(lambda: note_start(run_id, stage, {'state': RUNNING, 'task_id': task_id}))
    return IGNORED if run is None else carry_out(run, stage, work)


def carry_out(run: SyncRun, stage: str, work: Callable[[SyncRun], bool]) -> str:
    """Run a stage's work, which returns whether it could still write. Raises StageFailed once the run has ended."""
    try:
        return COMPLETED if work(run) else IGNORED
    except ProxboxError as error:
        cause = error
    except SoftTimeLimitExceeded:
        cause = StageOutOfTime(stage=stage)
    except Exception as error:
        logger.exception('Stage %s of run %s crashed', stage, run.pk)
        cause = StageCrashed(stage=stage, error=type(error).__name__)
    if not endings.fail(run.pk, cause, stage=stage):
        return IGNORED
    raise StageFailed(f'{stage}: {cause.code}') from None


def may_write(run: SyncRun | None, stage: str) -> bool:
    """Tell whether a locked run is active and its stage not over: what every write of a stage checks first."""
    return run is not None and run.status == SyncStatusChoices.RUNNING and not is_over(run, stage)


def complete(run: SyncRun, stage: str, *, state: str = DONE, **note: Any) -> None:
    """Note that a stage of a locked run is over. The caller saves."""
    run.last_step_at = clock.now_of(run)
    note_stage(run, stage, state=state, ended_at=run.last_step_at.isoformat(), **note)


def finish(run_id: int, stage: str, *, reading: dict[str, Any] | None, state: str = DONE, **note: Any) -> bool:
    """Note that a stage is over, and keep what it read. False when a late copy may not write any more."""
    return retried(lambda: note_end(run_id, stage, {'state': state, **note}, reading))
