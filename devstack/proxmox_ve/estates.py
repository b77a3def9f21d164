"""The estates of the demo and the tests: five worlds unlike each other, and as many small clusters as wanted."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address
from types import MappingProxyType

from .estate import Access, Estate, Node
from .metrics import share

__all__ = (
    'ESTATES',
    'find_estate',
    'make_node',
    'site_name',
)

GIB = 2**30
DAY = 86_400
SITE_SIZE = 3
SITE_NETWORK = IPv4Address('10.64.0.0')
CPU_COUNTS = (4, 8, 16, 32, 48, 64, 128)


def find_estate(name: str) -> Estate:
    """An estate by name. Raises LookupError.

    `site-1`, `site-2` and so on are clusters made as asked: of three nodes, or of as many as `site-1x16` says.
    """
    if name in ESTATES:
        return ESTATES[name]
    asked = re.fullmatch('site-([1-9][0-9]{0,3}|10000)(?:x([1-9][0-9]{0,3}))?', name)
    if asked is None:
        known = ', '.join(ESTATES)
        raise LookupError(
            f'no estate is called {name!r}; there are {known}, and site-1 to site-10000 (site-1x16: of 16)'
        )
    return _site(name, int(asked[1]), int(asked[2] or SITE_SIZE))


def site_name(number: int, size: int) -> str:
    """The name of one of the clusters that are made as asked."""
    return f'site-{number}' if size == SITE_SIZE else f'site-{number}x{size}'


def make_node(estate: str, name: str, node_id: int, ip_address: str) -> Node:
    """A node whose size and age follow from its name."""
    cpu_count = CPU_COUNTS[int(share(estate, name, 'size') * len(CPU_COUNTS))]
    return Node(
        name=name,
        node_id=node_id,
        ip_address=ip_address,
        cpu_count=cpu_count,
        memory=cpu_count * (4 if share(estate, name, 'memory') < 0.5 else 8) * GIB,
        disk=(94 + cpu_count * 16) * GIB,
        booted_at=-60.0 - int(200 * DAY * share(estate, name, 'age')),
    )


def _token(estate: str, username: str, token_name: str) -> Access:
    value = str(uuid.uuid5(uuid.NAMESPACE_DNS, f'{estate}.example.org'))
    return Access(username=username, token_name=token_name, token_value=value)


def _lab() -> Estate:
    """The plain case: three members, all well."""
    nodes = tuple(make_node('lab', f'pve{n}', n, f'10.10.0.{10 + n}') for n in (1, 2, 3))
    return Estate(
        name='lab',
        cluster_name='lab-cluster',
        nodes=nodes,
        access=_token('lab', 'root@pam', 'netbox'),
        config_version=5,
    )


def _dc() -> Estate:
    """Five paid members; the fourth is down and its name does not resolve."""
    made = (make_node('dc', f'ams1-hv-{n:02}', n, f'10.20.8.{20 + n}') for n in range(1, 6))
    nodes = tuple(replace(node, support_level='s') for node in made)
    return Estate(
        name='dc',
        cluster_name='ams1-production',
        nodes=tuple(replace(node, online=False, ip_address='') if node.node_id == 4 else node for node in nodes),
        access=Access(username='netbox@pve', password='simulated-dc-password'),
        config_version=12,
        release='9.1.1',
    )


def _edge() -> Estate:
    """One of three members is left, and it is not the first; the last was never measured. Addresses are IPv6."""
    fulda, kassel, hanau = (
        make_node('edge', name, n, f'2001:db8:40::{10 + n}')
        for n, name in enumerate(('Fulda', 'Kassel', 'Hanau'), start=1)
    )
    return Estate(
        name='edge',
        cluster_name='edge',
        nodes=(replace(fulda, online=False), kassel, replace(hanau, online=False, measured=False)),
        access=_token('edge', 'monitor@pve', 'readonly'),
        config_version=3,
    )


def _solo() -> Estate:
    """A small host that belongs to no cluster."""
    node = replace(make_node('solo', 'backup01', 0, '192.168.77.5'), cpu_count=4, memory=16 * GIB, disk=94 * GIB)
    return Estate(
        name='solo',
        cluster_name=None,
        nodes=(node,),
        access=Access(username='root@pam', password='simulated-solo-password'),
        config_version=0,
    )


def _farm() -> Estate:
    """As many members as a Proxmox cluster is commonly given."""
    nodes = tuple(make_node('farm', f'c1n{n:02}', n, f'172.16.32.{n}') for n in range(1, 33))
    return Estate(
        name='farm',
        cluster_name='render-farm',
        nodes=nodes,
        access=_token('farm', 'netbox@pve', 'proxbox'),
        config_version=47,
        release='8.3.3',
    )


def _site(name: str, number: int, size: int) -> Estate:
    """One of many alike, to try what a large number of endpoints does."""
    first = SITE_NETWORK + number * max(256, size)
    nodes = tuple(make_node(name, f's{number}-pve{n}', n, str(first + n)) for n in range(1, size + 1))
    access = _token(name, 'netbox@pve', 'proxbox')
    return Estate(name=name, cluster_name=name, nodes=nodes, access=access, config_version=3)


ESTATES: Mapping[str, Estate] = MappingProxyType(
    {estate.name: estate for estate in (_lab(), _dc(), _edge(), _solo(), _farm())}
)
