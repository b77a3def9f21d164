"""What the control API tells of an estate: the truth that a reading can be held against."""

from dataclasses import dataclass
from typing import Any, Self

__all__ = (
    'EstateState',
    'NodeState',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeState:
    """One node as it is now: memory in bytes, uptime in seconds; an offline node has no metrics."""

    name: str
    node_id: int
    ip_address: str
    online: bool
    cpu_count: int
    memory: int
    ssl_fingerprint: str
    cpu: float | None
    memory_used: int | None
    uptime: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateState:
    """One estate as it is now.

    `authority` is the certificate of its root CA in PEM, and each node has the fingerprint of its own.
    `ports` and `hosts` are by label of the address, `time` is in simulated seconds, and `requests` counts each method
    and path; `requests_of_nodes` does so for each node that has an address of its own.
    """

    name: str
    cluster_name: str | None
    config_version: int
    quorate: bool
    authority: str
    nodes: tuple[NodeState, ...]
    ports: dict[str, int]
    hosts: dict[str, str]
    time: float
    requests: dict[str, int]
    requests_of_nodes: dict[str, dict[str, int]]

    @classmethod
    def parse(cls, document: dict[str, Any]) -> Self:
        """Read the JSON of the control API."""
        nodes = tuple(NodeState(**node) for node in document['nodes'])
        return cls(**document | {'nodes': nodes})

    @property
    def online(self) -> tuple[str, ...]:
        """The names of the nodes that are online."""
        return tuple(node.name for node in self.nodes if node.online)
