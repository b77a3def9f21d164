"""proxbox-api with one Proxmox VE behind it, answering over HTTP what a test wants it to have."""

from typing import Any

from netbox_proxbox.sources.records import Metrics, NodeMetrics, Topology
from tests.sources.proxbox_api.endpoint_records import EndpointRecords
from tests.sources.proxbox_api.scripted_backend import Received, Reply, captured_reply

__all__ = (
    'CERTIFICATES',
    'CLUSTER_STATUS',
    'CONFIGURED_MEMBERS',
    'FIRST_NODE',
    'NODE_LISTING',
    'RECORDS',
    'RESOURCES',
    'VERSION',
    'Estate',
)

VERSION = '/version'
RECORDS = '/proxmox/endpoints'
CERTIFICATES = '/certificates/info'
CLUSTER_STATUS = '/proxmox/cluster/status'
CONFIGURED_MEMBERS = '/proxmox/api2/latest/cluster/config/nodes'
FIRST_NODE = '/proxmox/nodes/'
NODE_LISTING = '/proxmox/api2/latest/nodes'
RESOURCES = '/proxmox/cluster/resources'


class Estate:
    """Answers for one endpoint; `failing` maps a path to the reply that it gives instead.

    `configured` are the members in the corosync.conf of the host that answers, and `root_ca` is the fingerprint of its
    cluster's CA, which it tells none of without one.
    """

    topology_path = CLUSTER_STATUS
    metrics_path = FIRST_NODE
    members_path = CONFIGURED_MEMBERS

    def __init__(self, topology: Topology, metrics: Metrics) -> None:
        self.topology = topology
        self.metrics = metrics
        self.configured: tuple[str, ...] = ()
        self.root_ca = ''
        self.records = EndpointRecords()
        self.failing: dict[str, Reply] = {}

    def __call__(self, received: Received) -> Reply:
        if received.path in self.failing:
            return self.failing[received.path]
        if received.path.startswith(RECORDS):
            return self.records(received)
        if received.path == VERSION:
            return captured_reply('version')
        if received.path == CLUSTER_STATUS:
            return self._status(int(received.query['proxmox_endpoint_ids']))
        if received.path == CONFIGURED_MEMBERS:
            return Reply(body=[{'node': name} for name in self.configured])
        if received.path.endswith(CERTIFICATES):
            return Reply(body=self.certificates())
        if received.path == FIRST_NODE:
            return Reply(body=[{self.topology.name: _metrics(self.metrics.nodes[0])}])
        return Reply(body=[_metrics(node) for node in self.metrics.nodes])

    def lose_metrics(self) -> None:
        """Fail on all routes that have metrics."""
        self.failing |= dict.fromkeys((FIRST_NODE, NODE_LISTING, RESOURCES), captured_reply('err500_nodes'))

    def certificates(self) -> list[dict[str, Any]]:
        """What the node that answers tells of them."""
        root_ca = {'filename': 'pve-root-ca.pem', 'fingerprint': self.root_ca, 'pem': ''}
        return [root_ca] if self.root_ca else []

    def list_nodes(self, *rows: dict[str, Any]) -> None:
        """Answer with these rows of Proxmox VE where the nodes are listed, and nowhere else with metrics."""
        self.failing |= {FIRST_NODE: captured_reply('err500_nodes'), NODE_LISTING: Reply(body=rows)}

    def _status(self, record_id: int) -> Reply:
        if record_id not in self.records.rows:
            return captured_reply('unknown_id_cluster_status')
        topology = self.topology
        found = {
            'id': topology.cluster_id,
            'name': topology.name,
            'type': 'cluster',
            'nodes': topology.nodes_count,
            'quorate': topology.quorate,
            'version': topology.version,
            'mode': topology.mode,
            'endpoint_name': self.records.rows[record_id]['name'],
            'db_endpoint_id': record_id,
            'node_list': [
                {
                    'name': node.name,
                    'nodeid': node.node_id,
                    'ip': node.ip_address,
                    'online': node.online,
                    'local': node.local,
                    'level': node.support_level,
                }
                for node in topology.nodes
            ],
        }
        return Reply(body=[found])


def _metrics(node: NodeMetrics) -> dict[str, Any]:
    return {
        'node': node.name,
        'cpu': node.cpu_usage,
        'maxcpu': node.max_cpu,
        'mem': node.memory_usage,
        'maxmem': node.max_memory,
        'uptime': node.uptime,
        'ssl_fingerprint': node.ssl_fingerprint,
        'level': node.support_level,
    }
