"""The answers that tell of nodes and their metrics.

A node that is offline keeps its size and loses its metrics; one that was never measured lacks both.
"""

from .estate import Estate, Node
from .metrics import Metrics, fingerprint, metrics_at

__all__ = (
    'nodes',
    'resources',
    'status',
)

type Entry = dict[str, object]


def nodes(estate: Estate, time: float, *, audited: bool) -> list[Entry]:
    """`/nodes`: every node with its certificate's fingerprint."""
    return [
        {**_entry(estate, node, time, audited=audited), 'ssl_fingerprint': fingerprint(estate, node)}
        for node in estate.nodes
    ]


def resources(estate: Estate, time: float, *, audited: bool) -> list[Entry]:
    """`/cluster/resources?type=node`: every node with the mode of its control groups."""
    return [
        _entry(estate, node, time, audited=audited) | ({'cgroup-mode': 2} if node.online else {})
        for node in estate.nodes
    ]


def status(estate: Estate, node: Node, time: float) -> Entry:
    """`/nodes/{node}/status`: one node that is online, in depth."""
    metrics = metrics_at(estate, node, time)
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
        'pveversion': f'pve-manager/{estate.release}',
        'rootfs': _usage(metrics.disk, node.disk, available='avail'),
        'uptime': metrics.uptime,
        'wait': 0.0,
    }


def _entry(estate: Estate, node: Node, time: float, *, audited: bool) -> Entry:
    entry: Entry = {
        'id': f'node/{node.name}',
        'type': 'node',
        'node': node.name,
        'status': 'online' if node.online else 'offline',
    }
    if node.measured:
        entry['level'] = node.support_level
    if node.measured and audited:
        entry |= {'maxcpu': node.cpu_count, 'maxmem': node.memory, 'maxdisk': node.disk}
    if node.online and node.measured and audited:
        entry |= _metrics(metrics_at(estate, node, time))
    return entry


def _metrics(metrics: Metrics) -> Entry:
    return {'cpu': metrics.cpu, 'mem': metrics.memory, 'disk': metrics.disk, 'uptime': metrics.uptime}


def _usage(used: int, total: int, *, available: str) -> Entry:
    return {'total': total, 'used': used, 'free': total - used, available: total - used}
