"""Whole syncs in this process: stage by stage, as the chord has them, or in the foreground."""

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync import runs, settling, steps
from netbox_proxbox.sync.execution import StageFailed
from netbox_proxbox.sync.foreground import sync_in_foreground

__all__ = ('synced', 'whole_run')


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


def synced(endpoint: ProxmoxEndpoint) -> SyncRun:
    """Sync a freshly loaded endpoint, and return the run as the database has it."""
    run = sync_in_foreground(ProxmoxEndpoint.objects.get(pk=endpoint.pk), 'python')
    run.refresh_from_db()
    return run
