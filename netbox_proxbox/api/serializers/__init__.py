"""How each model looks in the REST API. NetBox looks the serializers up here by their names."""

from .backend import ProxboxBackendSerializer
from .chosen_nodes import ChosenNodesSerializer
from .cluster import ProxmoxClusterSerializer
from .endpoint import ProxmoxEndpointSerializer
from .node import ProxmoxNodeSerializer
from .sync_run import SyncRunSerializer

__all__ = (
    'ChosenNodesSerializer',
    'ProxboxBackendSerializer',
    'ProxmoxClusterSerializer',
    'ProxmoxEndpointSerializer',
    'ProxmoxNodeSerializer',
    'SyncRunSerializer',
)
