"""The answers that hold the metrics of nodes become Metrics; three routes, three shapes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netbox_proxbox.errors import BackendAnswerInvalid, ReadingIncomplete
from netbox_proxbox.sources.records import EndpointRef, Metrics, NodeMetrics
from netbox_proxbox.sources.values import JsonObject, big_whole, fraction, text, whole

from .identity import only_object

__all__ = ('parse_first_node', 'parse_node_listing', 'parse_node_resources')

# The key of each metric in Proxmox VE, and how its value is read.
KEYS: Mapping[str, tuple[str, Callable[[object], float | None]]] = {
    'cpu_usage': ('cpu', fraction),
    'max_cpu': ('maxcpu', whole),
    'memory_usage': ('mem', big_whole),
    'max_memory': ('maxmem', big_whole),
    'uptime': ('uptime', whole),
}
OFFLINE = 'offline'
# Of a node that runs, and of which Proxmox VE has no statistics younger than 300 s (API2Tools.pm of pve-manager).
UNKNOWN = 'unknown'
HANGING = (
    'Proxmox VE has no metrics of {nodes} and calls that "unknown": the service pvestatd hangs there, or has just '
    'started (systemctl status pvestatd). The last ones stay.'
)
NOT_ALLOWED = 'Metrics are missing for {nodes}: the user or token may lack Sys.Audit in Proxmox VE.'
NAMES_IN_A_WARNING = 5


def parse_first_node(answer: object, ref: EndpointRef, backend: str) -> Metrics:
    """`GET /proxmox/nodes/`: `[{"<cluster>": {node}}]`, only the first node and no uptime (proxbox-api 0.0.30).

    Raises RegistrationStale, ReadingIncomplete and BackendAnswerInvalid, as the other two do.
    """
    reading = _MetricsReading(ref, backend)
    node = reading.only_value(answer)
    return Metrics(nodes=tuple(replace(found, uptime=None) for found in reading.nodes([node])))


def parse_node_resources(answer: object, ref: EndpointRef, backend: str) -> Metrics:
    """`GET /proxmox/cluster/resources?type=node`: `[{"<cluster>": [{node}, ...]}]`, all nodes, no fingerprints."""
    reading = _MetricsReading(ref, backend)
    resources = reading.only_value(answer)
    if isinstance(resources, list):
        resources = [found for found in resources if not isinstance(found, dict) or found.get('type', 'node') == 'node']
    return reading.complete(resources)


def parse_node_listing(answer: object, ref: EndpointRef, backend: str) -> Metrics:
    """`GET /proxmox/api2/latest/nodes`: `[{node}, ...]`, all nodes with uptime and fingerprint."""
    return _MetricsReading(ref, backend).complete(answer)


@dataclass(frozen=True, slots=True)
class _MetricsReading:
    ref: EndpointRef
    backend: str

    def only_value(self, answer: object) -> object:
        """What stands under the one key, the name of the cluster or node."""
        found = only_object(answer, self.ref, self.backend)
        if len(found) != 1:
            raise BackendAnswerInvalid(self.backend, 'It answered with metrics of more or less than one cluster.')
        return next(iter(found.values()))

    def complete(self, found: object) -> Metrics:
        if not isinstance(found, list):
            raise BackendAnswerInvalid(self.backend, 'It did not answer with a list of nodes.')
        if not found:
            raise ReadingIncomplete(self.ref.name, self.backend, 'No node was listed with its metrics.')
        nodes = self.nodes(found)
        return Metrics(nodes=nodes, warnings=_warnings(found))

    def nodes(self, found: list[object]) -> tuple[NodeMetrics, ...]:
        nodes = tuple(self._node(node) for node in found)
        if len({node.name for node in nodes}) < len(nodes):
            raise ReadingIncomplete(self.ref.name, self.backend, 'A node was listed more than once with its metrics.')
        return nodes

    def _node(self, found: object) -> NodeMetrics:
        if not isinstance(found, dict):
            raise BackendAnswerInvalid(self.backend, 'It answered with a list of something else than nodes.')
        name = text(found.get('node'))
        if name is None:
            raise ReadingIncomplete(self.ref.name, self.backend, 'A node was listed with its metrics, but no name.')
        node = NodeMetrics(
            name=name,
            ssl_fingerprint=text(found.get('ssl_fingerprint')),
            support_level='' if found.get('level') == '' else text(found.get('level')),
        )
        is_measured = found.get('status') != UNKNOWN
        return replace(node, **_measured(found)) if is_measured else node


def _measured(node: JsonObject) -> dict[str, Any]:
    """The metrics of a node that was measured; what Proxmox VE leaves out of it is 0."""
    return {name: read(node.get(key)) or 0 for name, (key, read) in KEYS.items()}


def _warnings(found: Iterable[object]) -> tuple[str, ...]:
    """One sentence for all nodes of one kind that run and yet lack a metric; an offline node has none by nature."""
    nodes = [node for node in found if isinstance(node, dict)]
    unknown = [str(node['node']) for node in nodes if node.get('status') == UNKNOWN]
    lacking = [str(node['node']) for node in nodes if node.get('status') not in (UNKNOWN, OFFLINE) and _lacks(node)]
    told = ((HANGING, unknown), (NOT_ALLOWED, lacking))
    return tuple(words.format(nodes=_listed(names)) for words, names in told if names)


def _lacks(node: JsonObject) -> bool:
    return any(big_whole(node.get(key)) is None for key, _ in KEYS.values())


def _listed(names: list[str]) -> str:
    more = f' and {len(names) - NAMES_IN_A_WARNING} more' if len(names) > NAMES_IN_A_WARNING else ''
    return ', '.join(names[:NAMES_IN_A_WARNING]) + more
