"""What the plugin keeps: backends, endpoints, the clusters and nodes read through them, the runs that read,
and the signs of life of the processes behind them."""

from .backend import ProxboxBackend
from .cluster import ProxmoxCluster
from .endpoint import ProxmoxEndpoint
from .heartbeat import Heartbeat
from .node import ProxmoxNode
from .sync_run import SyncRun

__all__ = (
    'Heartbeat',
    'ProxboxBackend',
    'ProxmoxCluster',
    'ProxmoxEndpoint',
    'ProxmoxNode',
    'SyncRun',
)
