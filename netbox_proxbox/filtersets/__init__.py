"""Which rows a list shows: the filters of the REST API and of the pages."""

from .backend import ProxboxBackendFilterSet
from .cluster import ProxmoxClusterFilterSet
from .endpoint import ProxmoxEndpointFilterSet
from .node import ProxmoxNodeFilterSet
from .sync_run import SyncRunFilterSet

__all__ = (
    'ProxboxBackendFilterSet',
    'ProxmoxClusterFilterSet',
    'ProxmoxEndpointFilterSet',
    'ProxmoxNodeFilterSet',
    'SyncRunFilterSet',
)
