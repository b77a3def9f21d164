"""The answers that tell of the cluster as a whole. Booleans are 0 and 1, as Proxmox VE writes them."""

import hashlib

from .certificates import fingerprint
from .estate import Estate, Node

__all__ = (
    'configured_members',
    'high_availability',
    'join',
    'repository_id',
    'status',
    'totem',
    'version',
)

type Entry = dict[str, object]


def version(release: str) -> Entry:
    """`/version`, and that of a node."""
    short = '.'.join(release.replace('-', '.').split('.')[:2])
    return {'version': release, 'release': short, 'repoid': repository_id(release)}


def repository_id(release: str) -> str:
    """The commit that a release was made from."""
    return _digest(release)[:16]


def status(estate: Estate, asked: Node) -> list[Entry]:
    """`/cluster/status`: the cluster itself, then its members; a standalone host has its node alone."""
    members = [_member(node, local=node.name == asked.name) for node in estate.nodes]
    if estate.standalone:
        return members
    cluster: Entry = {
        'id': 'cluster',
        'type': 'cluster',
        'name': estate.cluster_name,
        'nodes': len(estate.nodes),
        'quorate': int(estate.quorate),
        'version': estate.config_version,
    }
    return [cluster, *members]


def configured_members(estate: Estate) -> list[Entry]:
    """`/cluster/config/nodes`: corosync.conf, all of it text."""
    return [{'node': node.name, **_configured(node)} for node in estate.nodes]


def join(estate: Estate, asked: Node) -> Entry:
    """`/cluster/config/join`: what a new member must know, with the fingerprint of every node."""
    return {
        'config_digest': _digest(f'{estate.cluster_name} {estate.config_version}')[:40],
        'nodelist': [_join_entry(estate, node) for node in estate.nodes],
        'preferred_node': asked.name,
        'totem': totem(estate),
    }


def totem(estate: Estate) -> Entry:
    """`/cluster/config/totem`: corosync.conf, all of it text."""
    return {
        'cluster_name': estate.cluster_name,
        'config_version': str(estate.config_version),
        'interface': {'0': {'linknumber': '0'}},
        'ip_version': 'ipv4-6',
        'link_mode': 'passive',
        'secauth': 'on',
        'version': '2',
    }


def high_availability(node: Node, *, quorate: bool) -> list[Entry]:
    """`/cluster/ha/status/current` where nothing is made highly available: whether there is quorum."""
    status = 'OK' if quorate else f"No quorum on node '{node.name}'!"
    return [{'id': 'quorum', 'type': 'quorum', 'node': node.name, 'status': status, 'quorate': int(quorate)}]


def _member(node: Node, *, local: bool) -> Entry:
    """A node has no address if its name does not resolve, or if it was not seen since the one that is asked started."""
    entry: Entry = {
        'id': f'node/{node.name}',
        'type': 'node',
        'name': node.name,
        'level': node.support_level,
        'local': int(local),
        'nodeid': node.node_id,
        'online': int(node.online),
    }
    return {**entry, 'ip': node.ip_address} if node.ip_address else entry


def _join_entry(estate: Estate, node: Node) -> Entry:
    return {**_configured(node), 'pve_addr': node.ip_address, 'pve_fp': fingerprint(estate, node)}


def _configured(node: Node) -> Entry:
    return {
        'name': node.name,
        'nodeid': str(node.node_id),
        'quorum_votes': '1',
        'ring0_addr': node.ip_address,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
