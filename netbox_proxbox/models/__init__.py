"""What the plugin keeps: backends, endpoints, the clusters and nodes read through them, the runs that read,
the signs of life of the processes behind them, and what is to be told of all that."""

from .backend import ProxboxBackend
from .cluster import ProxmoxCluster
from .endpoint import ProxmoxEndpoint
from .heartbeat import Heartbeat
from .node import ProxmoxNode
from .outbox_event import OutboxEvent
from .sync_run import SyncRun

__all__ = (
    'Heartbeat',
    'OutboxEvent',
    'ProxboxBackend',
    'ProxmoxCluster',
    'ProxmoxEndpoint',
    'ProxmoxNode',
    'SyncRun',
)
