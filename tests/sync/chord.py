"""The stages of one run, one after the other in this process, as the chord has them."""

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync import runs, settling, steps
from netbox_proxbox.sync.execution import StageFailed

__all__ = ('whole_run',)


def whole_run(endpoint: ProxmoxEndpoint, trigger: str = 'manual') -> SyncRun:
    """Request a run, carry it out as far as it goes, and return it as the database has it."""
    run, _ = runs.insert(endpoint, trigger)
    try:
        if steps.begin(run.pk):
            steps.fetch_cluster(run.pk)
            steps.fetch_nodes(run.pk)
            settling.reconcile(run.pk)
            settling.prune(run.pk)
    except StageFailed:
        pass
    run.refresh_from_db()
    return run
