"""The answers that tell of nodes and their metrics.

A node that is offline loses its metrics, and its size five minutes later; one that was never measured lacks both.
"""

import hashlib

from .certificates import authority_of, certificate_of, fingerprint
from .cluster_answers import repository_id
from .estate import Estate, Node
from .metrics import Metrics, metrics_at
from .rights import EVERYTHING, Rights

__all__ = (
    'certificates',
    'nodes',
    'resources',
    'status',
    'subscription',
)

type Entry = dict[str, object]

FRESHNESS = 300
SUBSCRIPTIONS = {'c': 'Community', 'b': 'Basic', 's': 'Standard', 'p': 'Premium'}


def nodes(estate: Estate, time: float, rights: Rights = EVERYTHING) -> list[Entry]:
    """`/nodes`: every node with its certificate's fingerprint."""
    return [
        {**_entry(estate, node, time, rights), 'ssl_fingerprint': fingerprint(estate, node)} for node in estate.nodes
    ]


def resources(estate: Estate, time: float, rights: Rights = EVERYTHING) -> list[Entry]:
    """`/cluster/resources?type=node`: every node with the mode of its control groups."""
    return [_entry(estate, node, time, rights) | ({'cgroup-mode': 2} if node.online else {}) for node in estate.nodes]


def status(estate: Estate, node: Node, time: float) -> Entry:
    """`/nodes/{node}/status`: one node that is online, in depth."""
    metrics = metrics_at(estate, node, time)
    release = estate.release_of(node)
    load = metrics.cpu * node.cpu_count
    return {
        'boot-info': {'mode': 'efi', 'secureboot': 0},
        'cpu': metrics.cpu,
        'cpuinfo': {'cores': node.cpu_count // 2, 'cpus': node.cpu_count, 'model': 'AMD EPYC 7313', 'sockets': 1},
        'current-kernel': {
            'machine': 'x86_64',
            'release': '6.8.12-4-pve',
            'sysname': 'Linux',
            'version': '#1 SMP PREEMPT_DYNAMIC',
        },
        'loadavg': [f'{load * part:.2f}' for part in (1.0, 0.97, 0.95)],
        'memory': _usage(metrics.memory, node.memory, available='available'),
        'pveversion': f'pve-manager/{release}/{repository_id(release)}',
        'rootfs': _usage(metrics.disk, node.disk, available='avail'),
        'uptime': metrics.uptime,
        'wait': 0.0,
    }


def certificates(estate: Estate, node: Node) -> list[Entry]:
    """`/nodes/{node}/certificates/info`: the cluster's CA, and the node's own certificate."""
    return [
        authority_of(estate).described('pve-root-ca.pem'),
        certificate_of(estate, node).described('pve-ssl.pem'),
    ]


def subscription(node: Node, *, audited: bool) -> Entry:
    """`/nodes/{node}/subscription`: the level and the key of a host that has one."""
    url = 'https://www.proxmox.com/en/proxmox-virtual-environment/pricing'
    status = 'active' if node.support_level else 'notfound'
    if not audited:
        return {'status': status, 'message': None, 'url': url}
    server_id = hashlib.md5(node.name.encode(), usedforsecurity=False).hexdigest().upper()
    if not node.support_level:
        return {'status': status, 'message': 'There is no subscription key', 'serverid': server_id, 'url': url}
    return {
        'status': status,
        'key': f'pve2{node.support_level}-{server_id[:10].lower()}',
        'level': node.support_level,
        'nextduedate': '2099-12-31',
        'productname': f'Proxmox VE {SUBSCRIPTIONS[node.support_level]} Subscription 2 CPUs/year',
        'regdate': '2025-01-01 00:00:00',
        'serverid': server_id,
        'sockets': 2,
        'url': url,
    }


def _entry(estate: Estate, node: Node, time: float, rights: Rights) -> Entry:
    audited = rights.may_audit(f'/nodes/{node.name}')
    measured_at = _measured_at(node, time)
    is_fresh = node.measured and time - measured_at <= FRESHNESS
    entry: Entry = {'id': f'node/{node.name}', 'type': 'node', 'node': node.name, 'status': _status(node, is_fresh)}
    if is_fresh:
        entry['level'] = node.support_level
    if is_fresh and audited:
        entry |= {'maxcpu': node.cpu_count, 'maxmem': node.memory, 'maxdisk': node.disk}
    if is_fresh and audited and node.online:
        entry |= _metrics(metrics_at(estate, node, measured_at))
    return entry


def _status(node: Node, is_fresh: bool) -> str:
    if not node.online:
        return 'offline'
    return 'online' if is_fresh else 'unknown'


def _measured_at(node: Node, time: float) -> float:
    """When the cluster heard the metrics of a node last, which stop when it goes down or its pvestatd hangs."""
    ends = (node.measured_until, None if node.online else node.down_since)
    return min(time, *(end for end in ends if end is not None), time)


def _metrics(metrics: Metrics) -> Entry:
    return {'cpu': metrics.cpu, 'mem': metrics.memory, 'disk': metrics.disk, 'uptime': metrics.uptime}


def _usage(used: int, total: int, *, available: str) -> Entry:
    return {'total': total, 'used': used, 'free': total - used, available: total - used}
