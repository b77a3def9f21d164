"""The tables of all models."""

from .backend import ProxboxBackendTable
from .cluster import ProxmoxClusterTable
from .endpoint import ProxmoxEndpointTable
from .node import EndpointNodeTable, ProxmoxNodeTable
from .sync_run import SyncRunTable

__all__ = (
    'EndpointNodeTable',
    'ProxboxBackendTable',
    'ProxmoxClusterTable',
    'ProxmoxEndpointTable',
    'ProxmoxNodeTable',
    'SyncRunTable',
)
