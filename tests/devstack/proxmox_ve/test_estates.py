"""The estates of the demo."""

from ipaddress import ip_address

import pytest

from devstack.proxmox_ve.estate import Estate
from devstack.proxmox_ve.estates import ESTATES, find_estate, site_name

SIZES = {'lab': 3, 'dc': 5, 'edge': 3, 'solo': 1, 'farm': 32}


def test_each_estate_has_the_size_it_is_known_for() -> None:
    assert {name: len(estate.nodes) for name, estate in ESTATES.items()} == SIZES


def test_the_estates_show_every_state_there_is() -> None:
    assert [name for name, estate in ESTATES.items() if estate.standalone] == ['solo']
    assert [name for name, estate in ESTATES.items() if not estate.quorate] == ['edge']
    assert [node.name for node in ESTATES['dc'].nodes if not node.online] == ['ams1-hv-04']
    assert [node.name for node in ESTATES['dc'].nodes if not node.ip_address] == ['ams1-hv-04']


def test_addresses_are_unique_and_one_estate_has_ipv6() -> None:
    addresses = [node.ip_address for estate in ESTATES.values() for node in estate.nodes if node.ip_address]
    assert len(set(addresses)) == len(addresses)
    assert {ip_address(node.ip_address).version for node in ESTATES['edge'].nodes} == {6}


@pytest.mark.parametrize('estate', ESTATES.values(), ids=ESTATES)
def test_each_estate_has_one_complete_login_that_its_repr_keeps_to_itself(estate: Estate) -> None:
    access = estate.access
    assert bool(access.password) != bool(access.token_name and access.token_value)
    assert (access.password or access.token_value) not in repr(estate)


def test_sites_are_made_as_asked_and_differ() -> None:
    first, second = find_estate('site-1'), find_estate('site-2')
    assert first == find_estate('site-1')
    assert first.cluster_name != second.cluster_name
    assert not {node.ip_address for node in first.nodes} & {node.ip_address for node in second.nodes}


def test_sites_have_as_many_nodes_as_asked_at_addresses_of_their_own() -> None:
    sites = [find_estate(site_name(number, 300)) for number in (1, 2)]
    addresses = [node.ip_address for site in sites for node in site.nodes]
    assert len(set(addresses)) == 600
    assert (site_name(7, 3), site_name(7, 16), len(find_estate('site-7x5000').nodes)) == ('site-7', 'site-7x16', 5000)


@pytest.mark.parametrize('name', ['site-1x0', 'site-1x', 'nowhere', 'site-0', 'site-x', 'site-99999', ''])
def test_an_unknown_estate_is_an_error_that_names_the_known(name: str) -> None:
    with pytest.raises(LookupError, match='lab, dc, edge, solo, farm'):
        find_estate(name)
