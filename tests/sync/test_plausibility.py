"""Which complete readings are not believed: those that contradict what NetBox holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import NothingInCommon, OlderConfiguration, SyncError, TurnedStandalone
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.plan import Known, absent_nodes, plan
from netbox_proxbox.sync.plausibility import implausibility
from tests.readings import cluster_of, numbered, renamed, standalone_host
from tests.sync.known_rows import NOTHING, after, without
from tests.sync.reading_strategies import elsewhere, looks_standalone, topologies

LAB = cluster_of(*numbered(3), version=5)


def known_after(*readings: Topology) -> Known:
    """What NetBox holds after these readings, of which each is believed."""
    known = NOTHING
    for reading in readings:
        assert doubt(known, reading) is None
        known = believed(known, reading)
    return known


def believed(known: Known, reading: Topology) -> Known:
    """What NetBox holds after a reading that is written whatever it says."""
    return without(absent_nodes(known, reading), after(plan(known, reading, None), known))


def synced(known: Known, reading: Topology) -> Known:
    """What NetBox holds after a sync: the same as before when the reading is doubted."""
    return known if doubt(known, reading) else believed(known, reading)


def doubt(known: Known, reading: Topology) -> SyncError | None:
    return implausibility('lab', known, reading)


def without_cluster(known: Known) -> Known:
    """What NetBox holds when a person has deleted the row of the cluster."""
    nodes = tuple(replace(row, fields={**row.fields, 'in_cluster': False}) for row in known.nodes)
    return replace(known, cluster=None, nodes=nodes)


@given(topologies(), st.lists(looks_standalone() | elsewhere(), min_size=1, max_size=5))
def test_no_sequence_of_answers_for_something_else_deletes_or_changes_a_known_cluster(
    first: Topology, answers: list[Topology]
) -> None:
    cluster = replace(first, mode='cluster', name='lab')
    known = known_after(cluster)

    for answer in answers:
        assert synced(known, answer) == known


@given(st.lists(topologies(), min_size=1, max_size=6))
def test_no_sequence_at_all_deletes_a_cluster_or_leaves_no_node_that_was_there(readings: list[Topology]) -> None:
    known = NOTHING
    for reading in readings:
        before, known = known, synced(known, reading)
        assert not (before.cluster and known.cluster is None)
        assert not before.nodes or {row.pk for row in before.nodes} & {row.pk for row in known.nodes}


@given(topologies(), topologies(), topologies())
def test_once_a_person_has_deleted_the_cluster_any_reading_is_believed(
    first: Topology, second: Topology, answer: Topology
) -> None:
    known = without_cluster(synced(synced(NOTHING, replace(first, mode='cluster')), second))

    assert known.mode == 'cluster'
    assert doubt(known, answer) is None
    assert {row.name for row in synced(known, answer).nodes} == {node.name for node in answer.nodes}


@given(topologies())
def test_a_first_reading_is_believed(first: Topology) -> None:
    assert doubt(NOTHING, first) is None


def test_a_cluster_that_looks_standalone_is_not_believed_gone() -> None:
    refusal = doubt(known_after(LAB), standalone_host('pve1'))

    assert isinstance(refusal, TurnedStandalone)
    assert 'the standalone host "pve1", where NetBox knows the cluster "lab-cluster"' in refusal.cause
    assert 'choose "Believe it" on the page of endpoint "lab"' in refusal.cure


@pytest.mark.parametrize('name', ['lab-cluster', 'elsewhere'])
def test_a_cluster_without_a_known_node_is_another_whatever_its_name(name: str) -> None:
    refusal = doubt(known_after(LAB), cluster_of('ams1', 'ams2', name=name, version=9))

    assert isinstance(refusal, NothingInCommon)
    assert f'answered as the cluster "{name}"' in refusal.cause
    assert 'choose "Believe it" on the page of endpoint "lab"' in refusal.cure


def test_one_node_in_common_is_enough() -> None:
    assert doubt(known_after(LAB), cluster_of('pve3', 'pve4', version=9)) is None


def test_a_node_that_was_missing_is_nothing_in_common() -> None:
    known = known_after(LAB)
    nodes = tuple(
        replace(row, fields={**row.fields, 'missing_because': 'kept'}) if row.name == 'pve3' else row
        for row in known.nodes
    )

    assert isinstance(doubt(replace(known, nodes=nodes), cluster_of('pve3', 'pve4', version=9)), NothingInCommon)
    assert doubt(replace(known, nodes=nodes), cluster_of('pve2', 'pve3', version=9)) is None


def test_a_renamed_cluster_is_the_same() -> None:
    assert doubt(known_after(LAB), renamed(replace(LAB, version=6), 'prod')) is None


def test_a_cluster_whose_nodes_a_person_deleted_gets_them_again() -> None:
    assert doubt(replace(known_after(LAB), nodes=()), LAB) is None


@pytest.mark.parametrize(
    ('version', 'is_older'), [(4, True), (1, True), (0, True), (5, False), (6, False), (None, False)]
)
def test_a_version_that_fell_is_that_of_a_removed_member(version: int | None, is_older: bool) -> None:
    refusal = doubt(known_after(LAB), replace(LAB, version=version))

    assert isinstance(refusal, OlderConfiguration) is is_older


def test_a_reading_without_a_version_does_not_forget_the_last_one() -> None:
    known = known_after(LAB, replace(LAB, version=None))

    assert isinstance(doubt(known, replace(LAB, version=4)), OlderConfiguration)


def test_a_cluster_that_was_made_anew_is_taken_once_its_old_row_is_deleted() -> None:
    assert doubt(without_cluster(known_after(LAB)), replace(LAB, version=1)) is None


@pytest.mark.parametrize('answer', [standalone_host('backup02'), cluster_of('pve1', 'pve2')])
def test_a_standalone_host_does_not_turn_into_others(answer: Topology) -> None:
    known = known_after(standalone_host('backup01'))

    refusal = doubt(known, answer)

    assert isinstance(refusal, NothingInCommon)
    assert 'the node "backup01" that NetBox knows' in refusal.cause
    assert doubt(replace(known, nodes=()), answer) is None


def test_the_nodes_that_were_compared_are_told_up_to_five() -> None:
    (host,) = known_after(standalone_host('pve0')).nodes
    missing = replace(host, name='gone', fields={**host.fields, 'missing_because': 'kept'})
    rows = [missing, *(replace(host, name=f'pve{number}') for number in range(7))]

    for nodes, words in (
        (rows, 'the nodes "pve0", "pve1", "pve2", "pve3", "pve4" and 2 more that NetBox knows'),
        (rows[:2], 'the node "pve0" that NetBox knows'),
    ):
        refusal = doubt(replace(known_after(standalone_host('pve0')), nodes=tuple(nodes)), standalone_host('other'))
        assert isinstance(refusal, NothingInCommon)
        assert words in refusal.cause


def test_a_standalone_host_that_joins_a_cluster_is_believed() -> None:
    assert doubt(known_after(standalone_host('backup01')), cluster_of('backup01', 'backup02')) is None
