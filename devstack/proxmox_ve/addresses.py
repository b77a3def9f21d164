"""Loopback addresses of their own for the nodes of an estate, so that one port serves them all."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import IPv4Address

from .door_spec import DoorSpec
from .estate import Estate
from .estates import find_estate

__all__ = (
    'addressed',
    'node_hosts',
)

LOOPBACK = IPv4Address('127.0.0.0')
NODES_PER_ESTATE = 254


def addressed(specs: Sequence[DoorSpec]) -> dict[str, Estate]:
    """The estates that are asked for, which tell of the addresses that their nodes have of their own.

    Raises LookupError for an estate that there is not.
    """
    own = {spec.estate for spec in specs if spec.is_for_each_node}
    names = dict.fromkeys(spec.estate for spec in specs)
    return {
        name: _moved(find_estate(name), number) if name in own else find_estate(name)
        for number, name in enumerate(names, start=1)
    }


def node_hosts(estate: Estate, number: int) -> dict[str, str]:
    """The address of each node of the estate of this number: 127.0.1.1, 127.0.1.2 and so on for the first."""
    if len(estate.nodes) > NODES_PER_ESTATE:
        raise LookupError(f'{estate.name} has more than {NODES_PER_ESTATE} nodes: too many for addresses of their own')
    return {node.name: str(LOOPBACK + number * 256 + place) for place, node in enumerate(estate.nodes, start=1)}


def _moved(estate: Estate, number: int) -> Estate:
    """A node whose name does not resolve stays without an address to tell of."""
    hosts = node_hosts(estate, number)
    moved = (replace(node, ip_address=node.ip_address and hosts[node.name]) for node in estate.nodes)
    return replace(estate, nodes=tuple(moved))
