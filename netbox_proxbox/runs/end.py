"""How a run ends, in whichever state: with the cause and the cure if it went wrong."""

import logging
from collections.abc import Callable

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.errors import NotAsPreviewed, ProxboxError, ReadingHeld, RunLost
from netbox_proxbox.events.failures import note_failed_run
from netbox_proxbox.models import SyncRun

from .hold import has_decisions, hold
from .locks import lock, now_of, write
from .stage_notes import DONE, FAILED, has_begun, is_over, last_committed, note_stage, stop_stages

__all__ = ('conclude', 'end', 'fail', 'fail_unstarted', 'lose', 'set_error', 'status_of')

logger = logging.getLogger(__name__)

WRITTEN_AT_THE_END = (
    *('status', 'ended_at', 'last_step_at', 'stages', 'readings'),
    *('result', 'changes', 'plan', 'warnings', 'events', 'error_code', 'cause', 'cure'),
)


def fail(run_id: int, error: ProxboxError, *, stage: str | None = None, status: str = '') -> bool:
    """End an active run with a cause and a cure, as its error says unless a status is given.

    A reading that is held becomes a question on the endpoint's row. False when the run, or the stage that failed, has
    ended before.
    """
    return _failed(lambda: _fail(run_id, error, stage, status or error.run_status), error)


def fail_unstarted(run_id: int, error: ProxboxError) -> bool:
    """End a run that the broker did not take. False when it has ended before, or a worker got a part all the same."""
    return _failed(lambda: _fail(run_id, error, None, SyncStatusChoices.FAILED, unless_begun=True), error)


def lose(run: SyncRun) -> None:
    """End a locked run of which nothing can come any more."""
    error = RunLost(stage=last_committed(run))
    set_error(run, error)
    end(run, SyncStatusChoices.LOST)
    note_failed_run(run, error)
    _log_end(run, error)


def _failed(work: Callable[[], SyncRun | None], error: ProxboxError) -> bool:
    run = in_transaction(work)
    if run is not None:
        _log_end(run, error)
    return run is not None


def _log_end(run: SyncRun, error: ProxboxError) -> None:
    logger.warning('Run %s of endpoint %s ended as %s: %s', run.pk, run.endpoint_id, run.status, error)


def _fail(
    run_id: int, error: ProxboxError, stage: str | None, status: str, *, unless_begun: bool = False
) -> SyncRun | None:
    run = lock(run_id)
    if run is None or not run.is_active or (unless_begun and has_begun(run)):
        return None
    if stage is not None:
        if is_over(run, stage):
            return None
        state = DONE if isinstance(error, ReadingHeld) else FAILED
        note_stage(run, stage, state=state, ended_at=now_of(run).isoformat(), retries=error.retries)
    set_error(run, error)
    if isinstance(error, NotAsPreviewed):
        run.plan = error.plan
    end(run, status)
    note_failed_run(run, error)
    if _has_missed_a_decision(run, error):
        # Whoever decided at this moment was given this run, which has not heard of it.
        SyncRun.objects.create(endpoint_id=run.endpoint_id, trigger=run.trigger, user_id=run.user_id)
    return run


def _has_missed_a_decision(run: SyncRun, error: ProxboxError) -> bool:
    """Ask about a reading that is held, and tell whether a person has decided while the run was under way."""
    if isinstance(error, ReadingHeld):
        return not run.is_preview and hold(run.endpoint_id, error, run.pk)
    return isinstance(error, NotAsPreviewed) and has_decisions(run.endpoint_id)


def set_error(run: SyncRun, error: ProxboxError) -> None:
    """Write an error's cause and cure on a run. The caller saves."""
    run.error_code, run.cause, run.cure = error.code, error.cause, error.cure
    if run.is_preview and isinstance(error, ReadingHeld):
        run.cure = error.cure_of_preview


def status_of(run: SyncRun, *, has_metrics: bool) -> str:
    """Return what a run is that has written all it read: degraded without metrics, or when events were lost."""
    is_well = has_metrics and run.events != SyncEventsChoices.LOST
    return SyncStatusChoices.SUCCEEDED if is_well else SyncStatusChoices.DEGRADED


def conclude(run: SyncRun, *, has_metrics: bool, held: ProxboxError | None) -> str:
    """Note on a run that has written all it read what is held, if something is, and return what it is.

    It can be one thing only: where metrics or events are missing, what is held is a warning. The caller saves.
    """
    status = status_of(run, has_metrics=has_metrics)
    if held is None:
        return status
    if status == SyncStatusChoices.DEGRADED:
        run.warnings = [*run.warnings, held.cause]
        return status
    set_error(run, held)
    return SyncStatusChoices.HELD


def end(run: SyncRun, status: str) -> None:
    """End a locked run and forget what was read for it."""
    run.status = status
    run.ended_at = run.last_step_at = now_of(run)
    run.readings = {}
    stop_stages(run, at=run.ended_at)
    write(run, *WRITTEN_AT_THE_END)
