"""What one Proxmox VE installation consists of, as frozen records."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

__all__ = (
    'Access',
    'CertificateState',
    'Estate',
    'Node',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The one login that an estate accepts: a password, an API token, or both. An empty secret accepts nothing."""

    username: str
    password: str = field(default='', repr=False)
    token_name: str = ''
    token_value: str = field(default='', repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """Which certificate a node has: renewals count up, and it may have expired or be made out to another name."""

    serial: int = 0
    expired: bool = False
    misnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One host. Sizes are bytes; `booted_at` is in seconds of simulated time.

    `node_id` is corosync's id, 0 on a standalone host. `ip_address` is empty when Proxmox cannot resolve the name.
    `measured` is false when the cluster holds no metrics of the node at all, not even its size.
    `has_corosync` is false while corosync is down there: the node tells of itself alone, and to the others it is down.
    `failed_at` is set on a node that failed by itself, in seconds of simulated time.
    """

    name: str
    node_id: int
    ip_address: str
    cpu_count: int
    memory: int
    disk: int
    booted_at: float
    online: bool = True
    has_corosync: bool = True
    measured: bool = True
    support_level: str = ''
    failed_at: float | None = None
    certificate: CertificateState = CertificateState()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """One cluster, or one standalone host when `cluster_name` is None.

    `config_version` is the version of corosync's configuration, `release` the version of Proxmox VE,
    `forced_quorum` overrules the votes, and `seed` makes the metrics of this estate its own. `authority` names the
    cluster's CA (its own without), and `hosts` are what its certificates are good for besides the nodes' own names.
    """

    name: str
    cluster_name: str | None
    nodes: tuple[Node, ...]
    access: Access
    config_version: int = 1
    release: str = '8.2.4'
    forced_quorum: bool | None = None
    seed: str = ''
    authority: str = ''
    hosts: tuple[str, ...] = ()

    @property
    def standalone(self) -> bool:
        """Whether the host belongs to no cluster."""
        return self.cluster_name is None

    @property
    def quorate(self) -> bool:
        """Whether more than half of the members are online, each having one vote."""
        if self.forced_quorum is not None:
            return self.forced_quorum
        return 2 * sum(node.online and node.has_corosync for node in self.nodes) > len(self.nodes)

    def find(self, name: str) -> Node | None:
        """The node of that name, or None."""
        return next(self._named(name), None)

    def as_told_by(self, member: Node) -> 'Estate':
        """What a member takes for the whole: a standalone host while corosync is down there, as pmxcfs has it then."""
        if not member.has_corosync:
            return replace(self, cluster_name=None, nodes=(replace(member, node_id=0),), config_version=0)
        return replace(self, nodes=tuple(replace(n, online=n.online and n.has_corosync) for n in self.nodes))

    def with_node(self, changed: Node) -> 'Estate':
        """The estate with the node of the same name replaced."""
        return replace(self, nodes=tuple(changed if node.name == changed.name else node for node in self.nodes))

    def _named(self, name: str) -> Iterator[Node]:
        return (node for node in self.nodes if node.name == name)
