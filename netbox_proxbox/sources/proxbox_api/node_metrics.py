"""The metrics of every node of an endpoint, from as few requests as proxbox-api allows."""

from dataclasses import replace

from netbox_proxbox.errors import BackendAnswerInvalid, EndpointError, EndpointRejected, ProxboxError, ReadingIncomplete
from netbox_proxbox.sources.records import EndpointRef, Metrics, NodeMetrics

from .client import BackendClient
from .parse import parse_first_node, parse_node_listing, parse_node_resources

__all__ = ('MetricsReader',)

FIRST_NODE = '/proxmox/nodes/'
NODE_LISTING = '/proxmox/api2/latest/nodes'
RESOURCES = '/proxmox/cluster/resources'
# What only says that a route is not there or not fit; of all else the other routes would say the same.
OF_THE_ROUTE = frozenset({BackendAnswerInvalid, EndpointError, EndpointRejected, ReadingIncomplete})
ONLY_ONE = 'Metrics of the first node only, without uptime: proxbox-api gave no list of all nodes.'


class MetricsReader:
    """Reads one endpoint: first `/proxmox/nodes/`, then a route that has all nodes.

    `/proxmox/nodes/` of proxbox-api 0.0.30 gives only the first node that Proxmox VE lists, without uptime, and
    answers 500 when that node is offline or has no metrics. All nodes come with fingerprints from
    `/proxmox/api2/latest/nodes`, which older versions lack and which answers 400 to whatever goes wrong, and
    without them from `/proxmox/cluster/resources`.
    """

    def __init__(self, client: BackendClient, ref: EndpointRef) -> None:
        self._client = client
        self._ref = ref
        self._asked = client.question(ref.name)
        self._only_this = {'proxmox_endpoint_ids': str(ref.record_id)}

    def read(self) -> Metrics:
        """The metrics of all nodes, or of the first with a warning. Raises a ProxboxError."""
        first = self._first_node()
        try:
            return _completed(self._all_nodes(), first)
        except ProxboxError as error:
            if first is None or type(error) not in OF_THE_ROUTE:
                raise
            return Metrics(nodes=first.nodes, warnings=(ONLY_ONE,))

    def _first_node(self) -> Metrics | None:
        """None when proxbox-api fails on the first node; what concerns the whole endpoint is raised."""
        try:
            answer = self._client.get(self._asked, FIRST_NODE, **self._only_this)
            return parse_first_node(answer, self._ref, self._asked.whom)
        except ProxboxError as error:
            if type(error) not in OF_THE_ROUTE:
                raise
            return None

    def _all_nodes(self) -> Metrics:
        try:
            answer = self._client.get(self._asked, NODE_LISTING, target_name=self._ref.name)
            return parse_node_listing(answer, self._ref, self._asked.whom)
        except ProxboxError as error:
            if type(error) not in OF_THE_ROUTE:
                raise
            answer = self._client.get(self._asked, RESOURCES, type='node', **self._only_this)
            return parse_node_resources(answer, self._ref, self._asked.whom)


def _completed(complete: Metrics, first: Metrics | None) -> Metrics:
    """The complete metrics, with what only the first node's answer has."""
    known = {node.name: node for node in first.nodes} if first else {}
    return replace(complete, nodes=tuple(_filled(node, known.get(node.name)) for node in complete.nodes))


def _filled(node: NodeMetrics, known: NodeMetrics | None) -> NodeMetrics:
    if known is None:
        return node
    return replace(
        node,
        ssl_fingerprint=node.ssl_fingerprint or known.ssl_fingerprint,
        support_level=known.support_level if node.support_level is None else node.support_level,
    )
