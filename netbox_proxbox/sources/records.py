"""What is read from proxbox-api and what is sent to it, as frozen records."""

from dataclasses import dataclass, field
from typing import Final, Literal

__all__ = (
    'METRICS',
    'BackendConnection',
    'EndpointRef',
    'EndpointSpec',
    'Metrics',
    'Mode',
    'NodeMetrics',
    'NodeTopology',
    'Topology',
)

# The fields that are metrics, in a reading and of a node's row.
METRICS: Final = ('cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'uptime')

type Mode = Literal['cluster', 'standalone']


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTopology:
    """One member of a cluster, or the one node of a standalone host.

    `ip_address` is None when Proxmox does not know it; `node_id` is 0 on a standalone host.
    """

    name: str
    node_id: int
    ip_address: str | None
    online: bool
    local: bool
    support_level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """A complete reading of one endpoint: what the cluster is and who belongs to it.

    On a standalone host `name` is the node's own name. `nodes_count` is what Proxmox reported.
    """

    mode: Mode
    name: str
    cluster_id: str
    nodes_count: int
    quorate: bool
    version: int | None
    nodes: tuple[NodeTopology, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMetrics:
    """The metrics of one node: a CPU fraction of 0 to 1, bytes and seconds.

    What Proxmox left out of a node that it has read is 0. None is what was not read, so that the last one stays: what
    the route lacks, and all metrics of a node that Proxmox calls `unknown`.
    """

    name: str
    cpu_usage: float | None = None
    max_cpu: int | None = None
    memory_usage: int | None = None
    max_memory: int | None = None
    uptime: int | None = None
    ssl_fingerprint: str | None = None
    support_level: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether this is a measurement, and not only the name of a node."""
        return self.cpu_usage is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The metrics of every node that the backend told of, and what was odd about them, in words."""

    nodes: tuple[NodeMetrics, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendConnection:
    """How to reach one proxbox-api service. `timeout` is in seconds and holds for one request."""

    name: str
    url: str
    api_key: str = field(repr=False)
    verify_tls: bool = True
    timeout: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSpec:
    """What proxbox-api must know to log in to one Proxmox VE API: a password, or a token's name and value."""

    name: str
    ip_address: str
    domain: str
    port: int
    username: str
    password: str = field(repr=False)
    token_name: str
    token_value: str = field(repr=False)
    verify_ssl: bool
    timeout: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointRef:
    """Which record of the backend stands for an endpoint: its name there and its id there."""

    name: str
    record_id: int
