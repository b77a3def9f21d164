"""How a run ends, in whichever state: with the cause and the cure if it went wrong."""

import logging

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.proxmox.errors import ProxboxError

from .clock import now_of
from .run_locks import lock, write
from .stages import FAILED, is_over, note_stage, stop_stages
from .transactions import in_transaction

__all__ = ('blame', 'end', 'fail')

logger = logging.getLogger(__name__)

WRITTEN_AT_THE_END = (
    *('status', 'ended_at', 'last_step_at', 'is_waiting', 'stages', 'readings'),
    *('result', 'changes', 'warnings', 'error_code', 'cause', 'cure'),
)


def fail(run_id: int, error: ProxboxError, *, stage: str | None = None, status: str = SyncStatusChoices.FAILED) -> bool:
    """End an active run with a cause and a cure. False when it, or the stage that failed, has ended before."""
    run = in_transaction(lambda: _fail(run_id, error, stage, status))
    if run is not None:
        logger.warning('Run %s of endpoint %s ended as %s: %s', run_id, run.endpoint_id, status, error)
    return run is not None


def _fail(run_id: int, error: ProxboxError, stage: str | None, status: str) -> SyncRun | None:
    run = lock(run_id)
    if run is None or not run.is_active:
        return None
    if stage is not None:
        if is_over(run, stage):
            return None
        note_stage(run, stage, state=FAILED, ended_at=now_of(run).isoformat(), retries=error.retries)
    blame(run, error)
    end(run, status)
    return run


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
