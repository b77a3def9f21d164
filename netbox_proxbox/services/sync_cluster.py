"""The documented Python entry to a sync."""

from typing import Any

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.database.branching import on_main
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sync.foreground import sync_in_foreground

__all__ = ('sync_cluster_and_nodes',)


def sync_cluster_and_nodes(endpoint_id: int) -> dict[str, Any]:
    """Sync one endpoint in the calling process and return what changed.

    The answer is `{'mode': 'cluster', 'clusters': {'created': 1, 'updated': 0}, 'nodes': {'created': 3, 'updated':
    0, 'deleted': 0}}`; a row counts as updated when its topology, its link or its absence changed, not when its metrics
    did. No broker and no worker are needed. It writes in main, also when a branch of netbox-branching is active. Raises
    ProxmoxEndpoint.DoesNotExist, SyncInProgress while another sync of the endpoint is active, ReadingHeld when nothing
    is written until a person has decided on what was read, and the other errors of `netbox_proxbox.errors`.
    """
    with on_main():
        endpoint = ProxmoxEndpoint.objects.select_related('backend').get(pk=endpoint_id)
        run = sync_in_foreground(endpoint, SyncTriggerChoices.PYTHON)
    return run.result or {}
