"""How a stage is executed: noted, fenced against late copies, and ended in words whatever happens."""

import logging
from collections.abc import Callable
from typing import Any, Final

from celery.exceptions import SoftTimeLimitExceeded

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.proxmox.errors import ProxboxError

from . import runs
from .failures import StageCrashed, StageOutOfTime
from .stages import DONE, RUNNING, is_over, note_stage
from .transactions import in_transaction

__all__ = ('COMPLETED', 'IGNORED', 'StageFailed', 'complete', 'execute', 'finish', 'may_write')

logger = logging.getLogger(__name__)

COMPLETED: Final = 'completed'
IGNORED: Final = 'ignored: the run has ended or the stage is over'


class StageFailed(Exception):
    """Tells Celery that a stage failed; the cause is on the run by then."""


def execute(run_id: int, stage: str, work: Callable[[SyncRun], bool]) -> str:
    """Run a stage's work, which returns whether it could still write. Raises StageFailed once the run has ended."""
    run = _start(run_id, stage)
    if run is None:
        return IGNORED
    try:
        return COMPLETED if work(run) else IGNORED
    except ProxboxError as error:
        cause = error
    except SoftTimeLimitExceeded:
        cause = StageOutOfTime(stage=stage)
    except Exception as error:
        logger.exception('Stage %s of run %s crashed', stage, run_id)
        cause = StageCrashed(stage=stage, error=type(error).__name__)
    if not runs.fail(run_id, cause, stage=stage):
        return IGNORED
    raise StageFailed(f'{stage}: {cause.code}') from None


def may_write(run: SyncRun | None, stage: str) -> bool:
    """Tell whether a locked run is active and its stage not over: what every write of a stage checks first."""
    return run is not None and run.status == SyncStatusChoices.RUNNING and not is_over(run, stage)


def complete(run: SyncRun, stage: str, *, state: str = DONE, **note: Any) -> None:
    """Note that a stage of a locked run is over. The caller saves."""
    run.last_step_at = runs.now_of(run)
    note_stage(run, stage, state=state, ended_at=run.last_step_at.isoformat(), **note)


def finish(run_id: int, stage: str, *, reading: dict[str, Any] | None, **note: Any) -> bool:
    """Note that a stage is over, and keep what it read. False when a late copy may not write any more."""

    def work() -> bool:
        run = runs.lock(run_id)
        if run is None or not may_write(run, stage):
            return False
        complete(run, stage, **note)
        if reading is not None:
            run.readings[stage] = reading
        run.save(update_fields=['stages', 'readings', 'last_step_at'])
        return True

    return in_transaction(work)


def _start(run_id: int, stage: str) -> SyncRun | None:
    def work() -> SyncRun | None:
        run = runs.lock(run_id)
        if run is None or not may_write(run, stage):
            return None
        note_stage(run, stage, state=RUNNING, started_at=runs.now_of(run).isoformat())
        run.save(update_fields=['stages'])
        return run

    return in_transaction(work)
