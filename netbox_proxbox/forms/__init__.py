"""The forms of all models."""

from .backend import (
    ProxboxBackendBulkEditForm,
    ProxboxBackendFilterForm,
    ProxboxBackendForm,
    ProxboxBackendImportForm,
)
from .cluster import ProxmoxClusterBulkEditForm, ProxmoxClusterForm, ProxmoxClusterImportForm
from .endpoint import ProxmoxEndpointBulkEditForm, ProxmoxEndpointForm, ProxmoxEndpointImportForm
from .filters import (
    ProxmoxClusterFilterForm,
    ProxmoxEndpointFilterForm,
    ProxmoxNodeFilterForm,
    SyncRunFilterForm,
)
from .node import ProxmoxNodeBulkEditForm, ProxmoxNodeForm, ProxmoxNodeImportForm

__all__ = (
    'ProxboxBackendBulkEditForm',
    'ProxboxBackendFilterForm',
    'ProxboxBackendForm',
    'ProxboxBackendImportForm',
    'ProxmoxClusterBulkEditForm',
    'ProxmoxClusterFilterForm',
    'ProxmoxClusterForm',
    'ProxmoxClusterImportForm',
    'ProxmoxEndpointBulkEditForm',
    'ProxmoxEndpointFilterForm',
    'ProxmoxEndpointForm',
    'ProxmoxEndpointImportForm',
    'ProxmoxNodeBulkEditForm',
    'ProxmoxNodeFilterForm',
    'ProxmoxNodeForm',
    'ProxmoxNodeImportForm',
    'SyncRunFilterForm',
)
