"""Whole syncs in this process: stage by stage, as the chord has them, or in the foreground."""

from contextlib import suppress
from typing import Any

from netbox_proxbox import stages
from netbox_proxbox.errors import ReadingHeld
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import insert
from netbox_proxbox.runs.take import take
from netbox_proxbox.stages.execution import StageFailed
from netbox_proxbox.sync.foreground import sync_in_foreground

__all__ = ('STAGES', 'started', 'synced', 'whole_run')

STAGES = (stages.fetch_cluster.execute, stages.fetch_nodes.execute, stages.reconcile.execute, stages.prune.execute)


def started(endpoint: ProxmoxEndpoint, trigger: str = 'manual', user: Any = None) -> SyncRun:
    """Return a run that was requested and taken, whose endpoint is registered, as the database has it."""
    run, _ = insert(endpoint, trigger, user)
    (taken,) = take()
    if not taken.endpoint.is_readable():
        stages.register.execute(run.pk)
    run.refresh_from_db()
    return run


def whole_run(endpoint: ProxmoxEndpoint, trigger: str = 'manual') -> SyncRun:
    """Request a run, carry it out as far as it goes, and return it as the database has it."""
    run, _ = insert(endpoint, trigger)
    (taken,) = take()
    try:
        if not taken.endpoint.is_readable():
            stages.register.execute(run.pk)
        for stage in STAGES:
            stage(run.pk)
    except StageFailed:
        pass
    run.refresh_from_db()
    return run


def synced(endpoint: ProxmoxEndpoint) -> SyncRun:
    """Sync a freshly loaded endpoint, and return the run as the database has it, also of a reading that is held."""
    with suppress(ReadingHeld):
        sync_in_foreground(ProxmoxEndpoint.objects.get(pk=endpoint.pk), 'python')
    return SyncRun.objects.filter(endpoint=endpoint).latest('pk')
