"""What is read of Proxmox VE, and what a proxbox-api is told for it, as frozen records."""

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
METRICS: Final = ('cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'disk_usage', 'max_disk', 'uptime')

type Mode = Literal['cluster', 'standalone']


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTopology:
    """One member of a cluster, or the one node of a standalone host.

    `ip_address` is None when Proxmox does not know it; `node_id` is 0 on a standalone host. `online` is None where
    what Proxmox says of it cannot be believed, so that the last state stays.
    """

    name: str
    node_id: int
    ip_address: str | None
    online: bool | None
    local: bool
    support_level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """A complete reading of one endpoint: what the cluster is and who belongs to it.

    On a standalone host `name` is the node's own name. `nodes_count` is what Proxmox reported. `answered_by` is the
    address that answered, empty where that is not known. `read_as` stands for the way that led there (see
    `ProxmoxEndpoint.trust_digest`), empty where that is not known.

    Another cluster may have the same name and members: `root_ca` is the SHA-256 fingerprint of the CA that Proxmox VE
    made for this one, empty where that was not told or, as in a usual reading, not asked for.
    """

    mode: Mode
    name: str
    cluster_id: str
    nodes_count: int
    quorate: bool
    version: int | None
    nodes: tuple[NodeTopology, ...]
    pve_version: str = ''
    answered_by: str = ''
    read_as: str = ''
    root_ca: str = ''

    @property
    def local_node(self) -> str:
        """The name of the node that answered, empty where none says so."""
        return next((node.name for node in self.nodes if node.local), '')


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
    disk_usage: int | None = None
    max_disk: int | None = None
    uptime: int | None = None
    ssl_fingerprint: str | None = None
    support_level: str | None = None
    pve_version: str | None = None
    is_online: bool | None = None

    @property
    def is_read(self) -> bool:
        """Whether this is a measurement, and not only the name of a node."""
        return self.cpu_usage is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The metrics of every node that was told of, and what was odd about them, in words.

    `answered_by` and `read_as` are as those of a topology, which another member may have answered for.
    `has_details` is whether the versions of the nodes were asked for, if they can be had; a usual reading does not.
    """

    nodes: tuple[NodeMetrics, ...]
    warnings: tuple[str, ...] = ()
    answered_by: str = ''
    read_as: str = ''
    has_details: bool = False


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
