"""The pages, one file for each model and one for each thing that can be done with it."""

from .backend import (
    ProxboxBackendBulkDeleteView,
    ProxboxBackendBulkEditView,
    ProxboxBackendBulkImportView,
    ProxboxBackendDeleteView,
    ProxboxBackendEditView,
    ProxboxBackendListView,
    ProxboxBackendView,
)
from .cluster import (
    ProxmoxClusterBulkDeleteView,
    ProxmoxClusterBulkEditView,
    ProxmoxClusterBulkImportView,
    ProxmoxClusterDeleteView,
    ProxmoxClusterEditView,
    ProxmoxClusterListView,
    ProxmoxClusterView,
)
from .endpoint import (
    ProxmoxEndpointBulkDeleteView,
    ProxmoxEndpointBulkEditView,
    ProxmoxEndpointBulkImportView,
    ProxmoxEndpointDeleteView,
    ProxmoxEndpointEditView,
    ProxmoxEndpointListView,
    ProxmoxEndpointView,
)
from .endpoint_nodes import (
    ProxmoxEndpointNodesView,
)
from .node import (
    ProxmoxNodeBulkDeleteView,
    ProxmoxNodeBulkEditView,
    ProxmoxNodeBulkImportView,
    ProxmoxNodeDeleteView,
    ProxmoxNodeEditView,
    ProxmoxNodeListView,
    ProxmoxNodeView,
)
from .sync import (
    ProxmoxEndpointBulkSyncView,
    ProxmoxEndpointSyncView,
)
from .sync_run import (
    SyncRunBulkDeleteView,
    SyncRunDeleteView,
    SyncRunListView,
    SyncRunView,
)

__all__ = (
    'ProxboxBackendBulkDeleteView',
    'ProxboxBackendBulkEditView',
    'ProxboxBackendBulkImportView',
    'ProxboxBackendDeleteView',
    'ProxboxBackendEditView',
    'ProxboxBackendListView',
    'ProxboxBackendView',
    'ProxmoxClusterBulkDeleteView',
    'ProxmoxClusterBulkEditView',
    'ProxmoxClusterBulkImportView',
    'ProxmoxClusterDeleteView',
    'ProxmoxClusterEditView',
    'ProxmoxClusterListView',
    'ProxmoxClusterView',
    'ProxmoxEndpointBulkDeleteView',
    'ProxmoxEndpointBulkEditView',
    'ProxmoxEndpointBulkImportView',
    'ProxmoxEndpointBulkSyncView',
    'ProxmoxEndpointDeleteView',
    'ProxmoxEndpointEditView',
    'ProxmoxEndpointListView',
    'ProxmoxEndpointNodesView',
    'ProxmoxEndpointSyncView',
    'ProxmoxEndpointView',
    'ProxmoxNodeBulkDeleteView',
    'ProxmoxNodeBulkEditView',
    'ProxmoxNodeBulkImportView',
    'ProxmoxNodeDeleteView',
    'ProxmoxNodeEditView',
    'ProxmoxNodeListView',
    'ProxmoxNodeView',
    'SyncRunBulkDeleteView',
    'SyncRunDeleteView',
    'SyncRunListView',
    'SyncRunView',
)
