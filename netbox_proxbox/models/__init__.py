"""What the plugin keeps: backends, endpoints, the clusters and nodes read through them, and the runs that read."""

from .backend import ProxboxBackend
from .cluster import ProxmoxCluster
from .endpoint import ProxmoxEndpoint
from .node import ProxmoxNode
from .sync_run import SyncRun

__all__ = (
    'ProxboxBackend',
    'ProxmoxCluster',
    'ProxmoxEndpoint',
    'ProxmoxNode',
    'SyncRun',
)
