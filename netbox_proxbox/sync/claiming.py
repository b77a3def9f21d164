"""How a queued run becomes a running one: once, and only when there is room."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun

from . import runs
from .capacity import has_room, one_claim_at_a_time
from .stages import BEGIN, RUNNING, note_stage
from .transactions import in_transaction

__all__ = ('claim', 'endpoint_of')


def claim(run_id: int) -> SyncRun | None:
    """Win a run from queued to running. None when it is gone, was won before, or waits for room from now on."""
    return in_transaction(lambda: _claim(run_id))


def endpoint_of(run: SyncRun) -> ProxmoxEndpoint:
    """Return the run's endpoint with its backend, in one query."""
    return ProxmoxEndpoint.objects.select_related('backend').get(pk=run.endpoint_id)


def _claim(run_id: int) -> SyncRun | None:
    one_claim_at_a_time()
    run = runs.lock(run_id)
    if run is None or run.status != SyncStatusChoices.QUEUED:
        return None
    if not has_room(endpoint_of(run).backend):
        run.is_waiting = True
        run.save(update_fields=['is_waiting'])
        return None
    run.status, run.is_waiting = SyncStatusChoices.RUNNING, False
    run.started_at = run.last_step_at = runs.now_of(run)
    note_stage(run, BEGIN, state=RUNNING, started_at=runs.now_of(run).isoformat())
    run.save(update_fields=['status', 'is_waiting', 'started_at', 'last_step_at', 'stages'])
    return run
