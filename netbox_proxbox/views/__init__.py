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
from .bulk_rename import (
    ProxboxBackendBulkRenameView,
    ProxmoxEndpointBulkRenameView,
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
from .connection_test import (
    ProxboxBackendTestConnectionView,
    ProxboxBackendTestValuesView,
    ProxmoxEndpointTestConnectionView,
    ProxmoxEndpointTestValuesView,
)
from .decisions import (
    ConfirmDeletionsView,
    KeepNodesView,
)
from .endpoint import (
    ProxmoxEndpointBulkImportView,
    ProxmoxEndpointDeleteView,
    ProxmoxEndpointEditView,
    ProxmoxEndpointView,
)
from .endpoint_nodes import (
    ProxmoxEndpointNodesView,
)
from .endpoint_table import (
    ProxmoxEndpointBulkDeleteView,
    ProxmoxEndpointBulkEditView,
    ProxmoxEndpointListView,
)
from .health import (
    HealthView,
)
from .help import (
    ProxboxBackendHelpView,
    ProxmoxClusterHelpView,
    ProxmoxEndpointHelpView,
    ProxmoxNodeHelpView,
)
from .link import (
    ClusterLinkView,
    DeviceLinkView,
)
from .link_by_name import (
    ProxmoxClusterLinkByNameView,
    ProxmoxNodeLinkByNameView,
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
from .schedules import (
    SchedulesView,
)
from .sync import (
    ProxmoxEndpointBulkSyncView,
    ProxmoxEndpointSyncView,
)
from .sync_run import (
    SyncRunBulkDeleteView,
    SyncRunDeleteView,
    SyncRunListView,
    SyncRunStateView,
    SyncRunView,
)

__all__ = (
    'ClusterLinkView',
    'ConfirmDeletionsView',
    'DeviceLinkView',
    'HealthView',
    'KeepNodesView',
    'ProxboxBackendBulkDeleteView',
    'ProxboxBackendBulkEditView',
    'ProxboxBackendBulkImportView',
    'ProxboxBackendBulkRenameView',
    'ProxboxBackendDeleteView',
    'ProxboxBackendEditView',
    'ProxboxBackendHelpView',
    'ProxboxBackendListView',
    'ProxboxBackendTestConnectionView',
    'ProxboxBackendTestValuesView',
    'ProxboxBackendView',
    'ProxmoxClusterBulkDeleteView',
    'ProxmoxClusterBulkEditView',
    'ProxmoxClusterBulkImportView',
    'ProxmoxClusterDeleteView',
    'ProxmoxClusterEditView',
    'ProxmoxClusterHelpView',
    'ProxmoxClusterLinkByNameView',
    'ProxmoxClusterListView',
    'ProxmoxClusterView',
    'ProxmoxEndpointBulkDeleteView',
    'ProxmoxEndpointBulkEditView',
    'ProxmoxEndpointBulkImportView',
    'ProxmoxEndpointBulkRenameView',
    'ProxmoxEndpointBulkSyncView',
    'ProxmoxEndpointDeleteView',
    'ProxmoxEndpointEditView',
    'ProxmoxEndpointHelpView',
    'ProxmoxEndpointListView',
    'ProxmoxEndpointNodesView',
    'ProxmoxEndpointSyncView',
    'ProxmoxEndpointTestConnectionView',
    'ProxmoxEndpointTestValuesView',
    'ProxmoxEndpointView',
    'ProxmoxNodeBulkDeleteView',
    'ProxmoxNodeBulkEditView',
    'ProxmoxNodeBulkImportView',
    'ProxmoxNodeDeleteView',
    'ProxmoxNodeEditView',
    'ProxmoxNodeHelpView',
    'ProxmoxNodeLinkByNameView',
    'ProxmoxNodeListView',
    'ProxmoxNodeView',
    'SchedulesView',
    'SyncRunBulkDeleteView',
    'SyncRunDeleteView',
    'SyncRunListView',
    'SyncRunStateView',
    'SyncRunView',
)
