"""The answers that hold the metrics of nodes become Metrics; three routes, three shapes."""

from dataclasses import dataclass, replace

from netbox_proxbox.errors import BackendAnswerInvalid, ReadingIncomplete
from netbox_proxbox.sources.node_rows import IncompleteRows, UnusableRows, node_metrics, warnings_of
from netbox_proxbox.sources.records import EndpointRef, Metrics, NodeMetrics

from .identity import only_object

__all__ = ('parse_first_node', 'parse_node_listing', 'parse_node_resources')


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
        return Metrics(nodes=self.nodes(found), warnings=warnings_of(found))

    def nodes(self, found: list[object]) -> tuple[NodeMetrics, ...]:
        try:
            return node_metrics(found)
        except UnusableRows as error:
            raise BackendAnswerInvalid(self.backend, str(error)) from None
        except IncompleteRows as error:
            raise ReadingIncomplete(self.ref.name, self.backend, str(error)) from None
