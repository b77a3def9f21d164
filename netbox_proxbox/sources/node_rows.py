"""The rows of `/nodes` and `/cluster/resources` of Proxmox VE become the metrics of nodes. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import replace
from typing import Any

from .records import NodeMetrics
from .values import JsonObject, big_whole, fraction, text, whole

__all__ = ('IncompleteRows', 'UnusableRows', 'node_metrics', 'refuse_too_many', 'warnings_of')

# Far more than corosync can bear; so many rows can still be written within the time limit of a stage.
MOST_NODES = 1000

# The key of each metric in Proxmox VE, and how its value is read.
KEYS: Mapping[str, tuple[str, Callable[[object], float | None]]] = {
    'cpu_usage': ('cpu', fraction),
    'max_cpu': ('maxcpu', whole),
    'memory_usage': ('mem', big_whole),
    'max_memory': ('maxmem', big_whole),
    'uptime': ('uptime', whole),
}
# What some of the routes leave out; that is no 0.
DISK = {'disk_usage': 'disk', 'max_disk': 'maxdisk'}
OFFLINE = 'offline'
# Of a node that runs, and of which Proxmox VE has no statistics younger than 300 s (API2Tools.pm of pve-manager).
UNKNOWN = 'unknown'
HANGING = (
    'Proxmox VE has no metrics of {nodes} and calls that "unknown": the service pvestatd hangs there, or has just '
    'started (systemctl status pvestatd). The last ones stay.'
)
NOT_ALLOWED = 'Metrics are missing for {nodes}: the user or token may lack Sys.Audit in Proxmox VE.'
NAMES_IN_A_WARNING = 5


class UnusableRows(Exception):
    """What is no list of nodes; the text is a sentence for people."""


class IncompleteRows(Exception):
    """A list that cannot be the whole truth; the text is a sentence for people."""


def node_metrics(found: list[object]) -> tuple[NodeMetrics, ...]:
    """The metrics of each node of a list. Raises UnusableRows and IncompleteRows."""
    refuse_too_many(found)
    nodes = tuple(_node(node) for node in found)
    if len({node.name for node in nodes}) < len(nodes):
        raise IncompleteRows('A node was listed more than once with its metrics.')
    return nodes


def refuse_too_many(nodes: Sized) -> None:
    """Raise IncompleteRows for more nodes than can be."""
    if len(nodes) > MOST_NODES:
        raise IncompleteRows(f'{len(nodes)} nodes were listed, more than any cluster has.')


def warnings_of(found: Iterable[object]) -> tuple[str, ...]:
    """One sentence for all nodes of one kind that run and yet lack a metric; an offline node has none by nature."""
    nodes = [node for node in found if isinstance(node, dict)]
    unknown = [str(node['node']) for node in nodes if node.get('status') == UNKNOWN]
    lacking = [str(node['node']) for node in nodes if node.get('status') not in (UNKNOWN, OFFLINE) and _lacks(node)]
    told = ((HANGING, unknown), (NOT_ALLOWED, lacking))
    return tuple(words.format(nodes=_listed(names)) for words, names in told if names)


def _node(found: object) -> NodeMetrics:
    if not isinstance(found, dict):
        raise UnusableRows('It answered with a list of something else than nodes.')
    name = text(found.get('node'))
    if name is None:
        raise IncompleteRows('A node was listed with its metrics, but no name.')
    status = found.get('status')
    node = NodeMetrics(
        name=name,
        ssl_fingerprint=text(found.get('ssl_fingerprint')),
        support_level='' if found.get('level') == '' else text(found.get('level')),
        is_online=None if status is None else status != OFFLINE,
    )
    return node if status == UNKNOWN else replace(node, **_measured(found))


def _measured(node: JsonObject) -> dict[str, Any]:
    """The metrics of a node that was measured; what Proxmox VE leaves out of it is 0."""
    measured: dict[str, Any] = {name: read(node.get(key)) or 0 for name, (key, read) in KEYS.items()}
    return measured | {name: big_whole(node.get(key)) for name, key in DISK.items()}


def _lacks(node: JsonObject) -> bool:
    return any(big_whole(node.get(key)) is None for key, _ in KEYS.values())


def _listed(names: list[str]) -> str:
    more = f' and {len(names) - NAMES_IN_A_WARNING} more' if len(names) > NAMES_IN_A_WARNING else ''
    return ', '.join(names[:NAMES_IN_A_WARNING]) + more
