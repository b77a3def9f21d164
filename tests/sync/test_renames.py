"""Which nodes may have been renamed, where a reading has none that is known."""

from dataclasses import replace

import pytest
from hypothesis import given

from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.plan import Known, plan
from netbox_proxbox.sync.renames import renames
from tests.readings import cluster_of, measured, metrics_of, node_named, numbered, standalone_host
from tests.sync.known_rows import NOTHING, after
from tests.sync.reading_strategies import topologies

LAB = cluster_of(*numbered(3))
NEW_NAMES = {'pve1': 'ams1', 'pve2': 'ams2', 'pve3': 'ams3'}


def known_of(reading: Topology) -> Known:
    return after(plan(NOTHING, reading, None), NOTHING)


def under_new_names(*more: str) -> Topology:
    """The nodes of the lab at their addresses, each under its new name, and others."""
    nodes = [replace(node, name=NEW_NAMES[node.name]) for node in LAB.nodes]
    return cluster_of(*nodes, *(node_named(name) for name in more))


def missing(known: Known, *names: str) -> Known:
    nodes = tuple(
        replace(row, fields={**row.fields, 'missing_because': 'kept'}) if row.name in names else row
        for row in known.nodes
    )
    return replace(known, nodes=nodes)


def test_a_host_alone_may_have_a_new_name_wherever_it_is() -> None:
    assert renames(known_of(standalone_host('pve1')), standalone_host('ams1')) == {'pve1': 'ams1'}


@pytest.mark.parametrize('more', [(), ('ams9',)])
def test_nodes_that_kept_their_addresses_may_be_the_same(more: tuple[str, ...]) -> None:
    assert renames(known_of(LAB), under_new_names(*more)) == NEW_NAMES


def test_who_is_missing_is_left_out() -> None:
    reading = replace(under_new_names(), nodes=under_new_names().nodes[:2])

    assert renames(known_of(LAB), reading) == {}
    assert renames(missing(known_of(LAB), 'pve3'), reading) == {'pve1': 'ams1', 'pve2': 'ams2'}


def test_a_certificate_tells_who_it_is_where_the_address_is_new() -> None:
    known = known_of(cluster_of('pve1', 'pve2'))
    rows = tuple(
        replace(row, fields={**row.fields, 'ssl_fingerprint': f'AA:{number}'}) for number, row in enumerate(known.nodes)
    )
    metrics = metrics_of(measured('ams2', ssl_fingerprint='AA:1'), measured('ams1', ssl_fingerprint='AA:0'))

    found = renames(replace(known, nodes=rows), cluster_of('ams1', 'ams2'), metrics)

    assert found == {'pve1': 'ams1', 'pve2': 'ams2'}


def test_two_nodes_at_one_address_prove_nothing() -> None:
    address = LAB.nodes[0].ip_address
    reading = cluster_of(*under_new_names().nodes, node_named('ams9', ip_address=address))

    assert renames(known_of(LAB), reading) == {}


@pytest.mark.parametrize('taken', ['pve2', 'pve3'])
def test_a_name_that_a_row_has_is_nobodys_new_one(taken: str) -> None:
    known = missing(known_of(LAB), 'pve2', 'pve3')

    assert renames(known, standalone_host(taken)) == {}


@given(topologies(), topologies())
def test_each_present_node_gets_a_name_of_its_own_that_was_read_and_not_known(before: Topology, now: Topology) -> None:
    known = known_of(before)
    found = renames(known, now)

    assert set(found.values()) <= {node.name for node in now.nodes} - {row.name for row in known.nodes}
    assert len(set(found.values())) == len(found)
    assert not found or set(found) == {row.name for row in known.nodes}
