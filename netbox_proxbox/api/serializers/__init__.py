"""How each model looks in the REST API. NetBox looks the serializers up here by their names."""

from .backend import ProxboxBackendSerializer
from .chosen_nodes import ChosenNodesSerializer
from .cluster import ProxmoxClusterSerializer
from .endpoint import ProxmoxEndpointSerializer
from .heartbeat import HeartbeatSerializer
from .held_question import HeldQuestionSerializer
from .link_decision import LinkDecisionSerializer
from .node import ProxmoxNodeSerializer
from .restore import ChosenDeletionsSerializer, OutcomeSerializer
from .sync_run import SyncRunSerializer

__all__ = (
    'ChosenDeletionsSerializer',
    'ChosenNodesSerializer',
    'HeartbeatSerializer',
    'HeldQuestionSerializer',
    'LinkDecisionSerializer',
    'OutcomeSerializer',
    'ProxboxBackendSerializer',
    'ProxmoxClusterSerializer',
    'ProxmoxEndpointSerializer',
    'ProxmoxNodeSerializer',
    'SyncRunSerializer',
)
