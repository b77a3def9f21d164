"""What makes a function the task of a stage: noted, kept from late copies, and ended in words whatever happens."""

import logging
from collections.abc import Callable
from typing import Any, Final, Protocol

from celery.exceptions import SoftTimeLimitExceeded

from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import ProxboxError, ReadingHeld, StageCrashed, StageOutOfTime
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.end import fail
from netbox_proxbox.runs.fence import end_stage, start_stage
from netbox_proxbox.runs.stage_notes import DONE, RUNNING

__all__ = ('COMPLETED', 'IGNORED', 'Execute', 'StageFailed', 'Work', 'finish', 'stage')

logger = logging.getLogger(__name__)

COMPLETED: Final = 'completed'
HELD: Final = 'held: the reading waits for a decision'
IGNORED: Final = 'ignored: the run has ended or the stage is over'

# What a stage does with its run. False when a late copy may not write any more.
type Work = Callable[[SyncRun], bool]


class Execute(Protocol):
    """A stage as its task calls it: with the id of its run, and that of the task."""

    def __call__(self, run_id: int, task_id: str = '') -> str:
        """Return what Flower shows."""
        ...


class StageFailed(Exception):
    """Tells Celery that a stage failed; the cause is on the run by then."""


def stage(name: str) -> Callable[[Work], Execute]:
    """Have the work done for the run of an id, which is loaded with its endpoint and backend, unless that is over.

    Whatever the work raises ends the run with cause and cure, and then becomes StageFailed, which breaks the chord. A
    reading that is held breaks nothing: the stages that follow find the run ended.
    """

    def decorate(work: Work) -> Execute:
        def execute(run_id: int, task_id: str = '') -> str:
            run = retried(lambda: start_stage(run_id, name, {'state': RUNNING, 'task_id': task_id}))
            return IGNORED if run is None else _carry_out(run, name, work)

        execute.__doc__, execute.__module__ = work.__doc__, work.__module__
        return execute

    return decorate


def finish(run_id: int, name: str, *, reading: dict[str, Any] | None, state: str = DONE, **note: Any) -> bool:
    """Note that a stage is over, and keep what it read. False when a late copy may not write any more."""
    return retried(lambda: end_stage(run_id, name, {'state': state, **note}, reading))


def _carry_out(run: SyncRun, name: str, work: Work) -> str:
    try:
        return COMPLETED if work(run) else IGNORED
    except ProxboxError as error:
        cause = error
    except SoftTimeLimitExceeded:
        cause = StageOutOfTime(stage=name)
    except Exception as error:
        logger.exception('Stage %s of run %s crashed', name, run.pk)
        cause = StageCrashed(stage=name, error=type(error).__name__)
    if not fail(run.pk, cause, stage=name):
        return IGNORED
    if isinstance(cause, ReadingHeld):
        return HELD
    raise StageFailed(f'{name}: {cause.code}') from None
