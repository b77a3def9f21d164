"""How a queued run becomes a running one: once, when there is room, and not while its backend rests."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

from . import clock, run_locks
from .capacity import has_room, one_claim_at_a_time, waits_for_rest, with_runs_out
from .stages import BEGIN, RUNNING, note_stage
from .transactions import in_transaction

__all__ = ('claim',)


def claim(run_id: int) -> SyncRun | None:
    """Win a run from queued to running, and return it with its endpoint and backend.

    None when it is gone, was won before, or waits from now on: for room, or until its backend has rested.
    """
    return in_transaction(lambda: _claim(run_id))


def _claim(run_id: int) -> SyncRun | None:
    one_claim_at_a_time()
    run = with_runs_out(run_locks.locking().select_related('endpoint__backend')).filter(pk=run_id).first()
    if run is None or run.status != SyncStatusChoices.QUEUED:
        return None
    if not has_room(run) or waits_for_rest(run, run.endpoint.backend, clock.now_of(run)):
        run.is_waiting = True
        run_locks.write(run, 'is_waiting')
        return None
    run.status, run.is_waiting = SyncStatusChoices.RUNNING, False
    run.started_at = run.last_step_at = clock.now_of(run)
    note_stage(run, BEGIN, state=RUNNING, started_at=clock.now_of(run).isoformat())
    run_locks.write(run, 'status', 'is_waiting', 'started_at', 'last_step_at', 'stages')
    return run
