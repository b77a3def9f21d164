"""What can happen to an estate: each function gives the estate as it is afterwards.

Every change of the membership raises the version of corosync's configuration by one, as in Proxmox VE.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .estate import CertificateState, Estate, Isolation, Node
from .estates import make_node

__all__ = (
    'TransitionError',
    'add_node',
    'force_quorum',
    'form_cluster',
    'leave_cluster',
    'move_address',
    'remove_node',
    'rename_cluster',
    'renew_certificate',
    'set_access',
    'set_certificate',
    'set_config_version',
    'set_corosync',
    'set_online',
    'set_release',
    'set_statistics',
    'split',
    'stop_corosync',
)


class TransitionError(Exception):
    """The estate does not allow it; the text says why."""


def set_online(estate: Estate, node: str, online: bool, time: float = 0.0) -> Estate:
    """Take a node down, or let it come back with its uptime starting anew."""
    found = _member(estate, node)
    if found.online == online:
        return estate
    if not online:
        return estate.with_node(replace(found, online=False, failed_at=None, down_since=time))
    gaps = _with_gap(found, found.down_since, time)
    back = replace(found, online=True, booted_at=time, failed_at=None, down_since=None, measured=True, gaps=gaps)
    return estate.with_node(back)


def set_corosync(estate: Estate, node: str, running: bool) -> Estate:
    """Stop corosync and pve-cluster on a member and start the latter alone, or let both run again."""
    if estate.standalone:
        raise TransitionError('a standalone host has no corosync')
    return estate.with_node(replace(_member(estate, node), has_corosync=running, isolation=None))


def stop_corosync(estate: Estate, node: str, time: float = 0.0) -> Estate:
    """Stop corosync on a member under a running pmxcfs, which goes on telling of what it saw last, without quorum."""
    if estate.standalone:
        raise TransitionError('a standalone host has no corosync')
    found = _member(estate, node)
    seen = tuple(member.name for member in estate.as_told_by(found).nodes if member.online)
    return estate.with_node(replace(found, isolation=Isolation(at=time, online=seen)))


def split(estate: Estate, nodes: Sequence[str]) -> Estate:
    """Cut the network between these members and all others; without any it is whole again."""
    away = {_member(estate, node).name for node in nodes}
    return replace(estate, nodes=tuple(replace(node, side=int(node.name in away)) for node in estate.nodes))


def set_statistics(estate: Estate, node: str, running: bool, time: float = 0.0) -> Estate:
    """Let the pvestatd of a node hang, so that its metrics are frozen and after five minutes unknown, or run again."""
    found = _member(estate, node)
    if not running:
        return estate.with_node(replace(found, measured_until=time))
    gaps = found.gaps if found.measured_until is None else _with_gap(found, found.measured_until, time)
    return estate.with_node(replace(found, measured_until=None, gaps=gaps))


def set_access(estate: Estate, **changes: Any) -> Estate:
    """Change fields of the login, such as `token_expired=True`. Raises TypeError for a field that there is not."""
    return replace(estate, access=replace(estate.access, **changes))


def set_release(estate: Estate, release: str, node: str | None = None) -> Estate:
    """Let all nodes, or one, run another version of Proxmox VE, such as 9.1.6 or 7.4-16."""
    if node is not None:
        return estate.with_node(replace(_member(estate, node), release=release))
    return replace(estate, release=release, nodes=tuple(replace(found, release='') for found in estate.nodes))


def add_node(estate: Estate, node: str, ip_address: str, time: float = 0.0) -> Estate:
    """Let a new host join the cluster under the lowest free id."""
    if estate.standalone:
        raise TransitionError('a standalone host has no members: form a cluster first')
    if estate.find(node) is not None:
        raise TransitionError(f'{node!r} is a member already')
    taken = {member.node_id for member in estate.nodes}
    node_id = next(number for number in range(1, len(taken) + 2) if number not in taken)
    joined = replace(make_node(estate.name, node, node_id, ip_address), booted_at=time, gaps=((-math.inf, time),))
    return _reconfigured(estate, nodes=(*estate.nodes, joined))


def remove_node(estate: Estate, node: str) -> Estate:
    """Delete a member from the cluster; one must remain."""
    _member(estate, node)
    if len(estate.nodes) == 1:
        raise TransitionError('the last node cannot be removed')
    return _reconfigured(estate, nodes=tuple(member for member in estate.nodes if member.name != node))


def rename_cluster(estate: Estate, name: str) -> Estate:
    """Give the cluster another name."""
    if estate.standalone:
        raise TransitionError('a standalone host has no cluster to rename')
    return replace(_reconfigured(estate, nodes=estate.nodes), cluster_name=name)


def set_config_version(estate: Estate, version: int) -> Estate:
    """Answer with another version of corosync's configuration: a lower one is that of a member that was removed."""
    if estate.standalone:
        raise TransitionError('a standalone host has no corosync')
    return replace(estate, config_version=version)


def move_address(estate: Estate, name: str | None, nodes: Sequence[str]) -> Estate:
    """Let the address lead to another cluster that takes the same login, or to a standalone host without a name."""
    ids = range(1, len(nodes) + 1) if name else (0,)
    hosts = (make_node(estate.name, node, n, f'203.0.113.{n}') for n, node in zip(ids, nodes, strict=True))
    return replace(estate, cluster_name=name, nodes=tuple(hosts), forced_quorum=None, authority=f'{estate.name} {name}')


def renew_certificate(estate: Estate, node: str) -> Estate:
    """Give a node a new certificate, as Proxmox VE does by itself before the old one ends; any fault of it is gone."""
    found = _member(estate, node)
    return estate.with_node(replace(found, certificate=CertificateState(serial=found.certificate.serial + 1)))


def set_certificate(estate: Estate, node: str, *, expired: bool = False, misnamed: bool = False) -> Estate:
    """Let a node have a certificate that expired yesterday, or one that is made out to another name."""
    found = _member(estate, node)
    state = replace(found.certificate, expired=expired, misnamed=misnamed)
    return estate.with_node(replace(found, certificate=state))


def force_quorum(estate: Estate, quorate: bool | None) -> Estate:
    """Overrule the votes, or let them count again with None."""
    return replace(estate, forced_quorum=quorate)


def leave_cluster(estate: Estate, node: str) -> Estate:
    """Make one node a standalone host; the other members are no longer seen."""
    alone = replace(_member(estate, node), node_id=0, online=True, has_corosync=True, isolation=None, side=0)
    return replace(estate, cluster_name=None, nodes=(alone,), config_version=0, forced_quorum=None)


def form_cluster(estate: Estate, name: str) -> Estate:
    """Make a standalone host the first member of a new cluster."""
    if not estate.standalone:
        raise TransitionError('the host belongs to a cluster already')
    first = replace(estate.nodes[0], node_id=1)
    return replace(estate, cluster_name=name, nodes=(first,), config_version=1)


def _with_gap(node: Node, begin: float | None, end: float) -> tuple[tuple[float, float], ...]:
    """The times in which a node was not measured, with one more, which began before the simulation without `begin`."""
    return (*node.gaps, (-math.inf if begin is None else begin, end))


def _member(estate: Estate, name: str) -> Node:
    node = estate.find(name)
    if node is None:
        raise TransitionError(f'{name!r} is not a node of {estate.name}')
    return node


def _reconfigured(estate: Estate, *, nodes: tuple[Node, ...]) -> Estate:
    return replace(estate, nodes=nodes, config_version=estate.config_version + 1)
