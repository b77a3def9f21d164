"""What one Proxmox VE installation consists of, as frozen records."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .rights import AUDITOR, NOTHING, Acl

__all__ = (
    'Access',
    'CertificateState',
    'Estate',
    'Isolation',
    'Node',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The one login that an estate accepts: a password, an API token, or both. An empty secret accepts nothing.

    The ACLs say where the user has Sys.Audit, and the token where `privsep` separates its privileges: both must then.
    `second_factor` asks for one after the password, a ticket is good for `ticket_lifetime` seconds, and a refusal is
    held back for `refusal_delay` seconds (Proxmox VE: 3).
    """

    username: str
    password: str = field(default='', repr=False)
    token_name: str = ''
    token_value: str = field(default='', repr=False)
    enabled: bool = True
    expired: bool = False
    token_expired: bool = False
    privsep: bool = False
    user_acl: Acl = field(default=AUDITOR, hash=False)
    token_acl: Acl = field(default=NOTHING, hash=False)
    second_factor: bool = False
    ticket_lifetime: float = 7_200.0
    refusal_delay: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """Which certificate a node has: renewals count up, and it may have expired or be made out to another name."""

    serial: int = 0
    expired: bool = False
    misnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """What a member still believes since corosync stopped there: who was online, at which simulated time."""

    at: float
    online: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One host. Sizes are bytes; `booted_at` is in seconds of simulated time.

    `node_id` is corosync's id, 0 on a standalone host. `ip_address` is empty when Proxmox cannot resolve the name.
    `measured` is false when the cluster holds no metrics of the node at all, not even its size.
    `has_corosync` is false while corosync is down there: the node tells of itself alone, and to the others it is down.
    `isolation` is set when corosync stopped under a running pmxcfs: the node keeps telling of what it saw last.
    `side` is the part of a split network that the node is in: it sees the members of its own side alone.
    `failed_at` is set on a node that failed by itself, `down_since` on one that was taken down, and `measured_until`
    on one whose pvestatd hangs, all in seconds of simulated time. `gaps` are the times before, from when to when, in
    which nobody measured it.
    `release` is its version of Proxmox VE where that is not the one of its estate, as in the midst of an upgrade.
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
    isolation: Isolation | None = None
    side: int = 0
    failed_at: float | None = None
    down_since: float | None = None
    measured_until: float | None = None
    gaps: tuple[tuple[float, float], ...] = ()
    certificate: CertificateState = CertificateState()
    release: str = ''

    @property
    def votes(self) -> bool:
        """Whether the node takes part in its cluster."""
        return self.online and self.has_corosync and self.isolation is None

    def was_measured(self, time: float) -> bool:
        """Whether there are metrics of the node at a simulated time that is not after the present."""
        went_down = -math.inf if self.down_since is None else self.down_since
        ends = (
            math.inf if self.online else went_down,
            math.inf if self.measured_until is None else self.measured_until,
        )
        return self.measured and time <= min(ends) and not any(begin < time <= end for begin, end in self.gaps)


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
        """Whether more than half of the members are online on one side, each having one vote."""
        if self.forced_quorum is not None:
            return self.forced_quorum
        votes = Counter(node.side for node in self.nodes if node.votes)
        return 2 * max(votes.values(), default=0) > len(self.nodes)

    def release_of(self, node: Node) -> str:
        """The version of Proxmox VE that a node runs."""
        return node.release or self.release

    def find(self, name: str) -> Node | None:
        """The node of that name, or None."""
        return next(self._named(name), None)

    def as_told_by(self, member: Node) -> 'Estate':
        """What a member takes for the whole.

        A standalone host while corosync is down there, as pmxcfs has it then; what it saw last when corosync stopped
        later; and its own side of a split network.
        """
        if not member.has_corosync:
            return replace(self, cluster_name=None, nodes=(replace(member, node_id=0),), config_version=0)
        if member.isolation is not None:
            return self._as_last_seen(member, member.isolation)
        seen = (replace(node, online=node.votes and node.side == member.side) for node in self.nodes)
        return replace(self, nodes=tuple(seen))

    def with_node(self, changed: Node) -> 'Estate':
        """The estate with the node of the same name replaced."""
        return replace(self, nodes=tuple(changed if node.name == changed.name else node for node in self.nodes))

    def _as_last_seen(self, member: Node, isolation: Isolation) -> 'Estate':
        others = (
            replace(node, online=node.name in isolation.online, measured_until=isolation.at) for node in self.nodes
        )
        nodes = tuple(member if node.name == member.name else node for node in others)
        return replace(self, nodes=nodes, forced_quorum=False)

    def _named(self, name: str) -> Iterator[Node]:
        return (node for node in self.nodes if node.name == name)
