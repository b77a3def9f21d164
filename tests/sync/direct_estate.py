"""Proxmox VE itself, answering over HTTPS what a test wants it to have: the twin of `estate`, read directly."""

from dataclasses import replace
from typing import Any, override

from netbox_proxbox.sources.records import NodeMetrics
from tests.sources.proxbox_api.scripted_backend import Received, Reply
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sources.proxmox_ve.scripted_member import API, told

from .estate import CERTIFICATES, Estate

__all__ = ('DirectEstate',)

STATUS = '/cluster/status'
NODES = '/nodes'
VERSION = {'version': '9.1.6', 'release': '9.1', 'repoid': '71482d1833ded40a'}
NO_RIGHT = replace(told(None), status=403, reason='Permission check failed (/, Sys.Audit)')


class DirectEstate(Estate):
    """Answers for one member."""

    topology_path = API + STATUS
    metrics_path = API + NODES
    members_path = API + '/cluster/config/nodes'

    @override
    def __call__(self, received: Received) -> Reply:
        if received.path in self.failing:
            return self.failing[received.path]
        path = received.path.removeprefix(API)
        if path == STATUS:
            return told(self._rows())
        if path == NODES:
            return told([_metrics(node) for node in self.metrics.nodes])
        if path == '/cluster/config/nodes':
            return told([{'node': name} for name in self.configured])
        if path.endswith(CERTIFICATES):
            return told(self.certificates())
        if path == '/cluster/ha/status/current':
            return told([{'type': 'quorum', 'quorate': 1}])
        return told(VERSION) if path.endswith('/version') else captured_reply('501-no-such-call')

    @override
    def lose_metrics(self) -> None:
        self.failing[self.metrics_path] = NO_RIGHT

    @override
    def list_nodes(self, *rows: dict[str, Any]) -> None:
        self.failing[self.metrics_path] = told(rows)

    def _rows(self) -> list[dict[str, Any]]:
        topology = self.topology
        members = [
            {
                **{'type': 'node', 'id': f'node/{node.name}', 'name': node.name, 'nodeid': node.node_id},
                **{'ip': node.ip_address, 'online': int(bool(node.online)), 'local': int(node.local)},
                'level': node.support_level,
            }
            for node in topology.nodes
        ]
        cluster = {
            **{'type': 'cluster', 'id': topology.cluster_id, 'name': topology.name, 'nodes': topology.nodes_count},
            **{'quorate': int(topology.quorate), 'version': topology.version},
        }
        return members if topology.mode == 'standalone' else [cluster, *members]


def _metrics(node: NodeMetrics) -> dict[str, Any]:
    measured = {
        **{'cpu': node.cpu_usage, 'maxcpu': node.max_cpu, 'mem': node.memory_usage, 'maxmem': node.max_memory},
        **{'disk': node.disk_usage, 'maxdisk': node.max_disk, 'uptime': node.uptime, 'level': node.support_level or ''},
    }
    known = {'node': node.name, 'type': 'node', 'ssl_fingerprint': node.ssl_fingerprint}
    return {**known, 'status': 'online', **measured} if node.is_read else {**known, 'status': 'unknown'}
