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
from .curves import (
    ProxmoxNodeCurvesView,
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
from .held_reading import (
    BelieveReadingView,
    RenameNodesView,
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
from .link_decisions import (
    ClusterLinkDecisionView,
    NodeLinkDecisionView,
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
from .notify import (
    ProxmoxClusterNotifyView,
    ProxmoxEndpointNotifyView,
    ProxmoxNodeNotifyView,
)
from .preview import (
    ProxmoxEndpointPreviewView,
    SyncRunApplyView,
)
from .provenance import (
    ProxmoxClusterProvenanceView,
    ProxmoxNodeProvenanceView,
)
from .restore import (
    SyncRunRestoreView,
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
from .timeline import (
    ProxmoxClusterTimelineView,
    ProxmoxEndpointTimelineView,
    ProxmoxNodeTimelineView,
)
from .unlinked import UnlinkedView

__all__ = (
    'BelieveReadingView',
    'ClusterLinkDecisionView',
    'ClusterLinkView',
    'ConfirmDeletionsView',
    'DeviceLinkView',
    'HealthView',
    'KeepNodesView',
    'NodeLinkDecisionView',
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
    'ProxmoxClusterNotifyView',
    'ProxmoxClusterProvenanceView',
    'ProxmoxClusterTimelineView',
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
    'ProxmoxEndpointNotifyView',
    'ProxmoxEndpointPreviewView',
    'ProxmoxEndpointSyncView',
    'ProxmoxEndpointTestConnectionView',
    'ProxmoxEndpointTestValuesView',
    'ProxmoxEndpointTimelineView',
    'ProxmoxEndpointView',
    'ProxmoxNodeBulkDeleteView',
    'ProxmoxNodeBulkEditView',
    'ProxmoxNodeBulkImportView',
    'ProxmoxNodeCurvesView',
    'ProxmoxNodeDeleteView',
    'ProxmoxNodeEditView',
    'ProxmoxNodeHelpView',
    'ProxmoxNodeLinkByNameView',
    'ProxmoxNodeListView',
    'ProxmoxNodeNotifyView',
    'ProxmoxNodeProvenanceView',
    'ProxmoxNodeTimelineView',
    'ProxmoxNodeView',
    'RenameNodesView',
    'SchedulesView',
    'SyncRunApplyView',
    'SyncRunBulkDeleteView',
    'SyncRunDeleteView',
    'SyncRunListView',
    'SyncRunRestoreView',
    'SyncRunStateView',
    'SyncRunView',
    'UnlinkedView',
)
