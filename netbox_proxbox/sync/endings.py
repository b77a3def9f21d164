"""How a run ends, in whichever state: with the cause and the cure if it went wrong."""

import logging
from collections.abc import Callable

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.proxmox.errors import ProxboxError

from .clock import now_of
from .run_locks import lock, write
from .stages import FAILED, is_over, note_stage, stop_stages
from .transactions import in_transaction

__all__ = ('blame', 'end', 'fail', 'fail_unsent')

logger = logging.getLogger(__name__)

WRITTEN_AT_THE_END = (
    *('status', 'ended_at', 'last_step_at', 'is_waiting', 'stages', 'readings'),
    *('result', 'changes', 'warnings', 'events', 'error_code', 'cause', 'cure'),
)


def fail(run_id: int, error: ProxboxError, *, stage: str | None = None, status: str = SyncStatusChoices.FAILED) -> bool:
    """End an active run with a cause and a cure. False when it, or the stage that failed, has ended before."""
    return _failed(lambda: _fail(run_id, error, stage, status), error)


def fail_unsent(run_id: int, error: ProxboxError) -> bool:
    """End a run that the broker did not take. False when it has ended before, or a worker got it all the same."""
    return _failed(lambda: _fail(run_id, error, None, SyncStatusChoices.FAILED, unless_taken=True), error)


def _failed(work: Callable[[], SyncRun | None], error: ProxboxError) -> bool:
    run = in_transaction(work)
    if run is not None:
        logger.warning('Run %s of endpoint %s ended as %s: %s', run.pk, run.endpoint_id, run.status, error)
    return run is not None


def _fail(
    run_id: int, error: ProxboxError, stage: str | None, status: str, *, unless_taken: bool = False
) -> SyncRun | None:
    run = lock(run_id)
    if run is None or not run.is_active or (unless_taken and _is_taken(run)):
        return None
    if stage is not None:
        if is_over(run, stage):
            return None
        note_stage(run, stage, state=FAILED, ended_at=now_of(run).isoformat(), retries=error.retries)
    blame(run, error)
    end(run, status)
    return run


def _is_taken(run: SyncRun) -> bool:
    """Tell whether a worker has had the message of an active run: it is at it, or found no room."""
    return run.status != SyncStatusChoices.QUEUED or run.is_waiting


def blame(run: SyncRun, error: ProxboxError) -> None:
    """Write an error's cause and cure on a run. The caller saves."""
    run.error_code, run.cause, run.cure = error.code, error.cause, error.cure


def end(run: SyncRun, status: str) -> None:
    """End a locked run and forget what was read for it."""
    run.status = status
    run.ended_at = run.last_step_at = now_of(run)
    run.is_waiting = False
    run.readings = {}
    stop_stages(run, at=run.ended_at)
    write(run, *WRITTEN_AT_THE_END)
