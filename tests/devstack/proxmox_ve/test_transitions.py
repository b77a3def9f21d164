"""What can happen to an estate."""

from collections.abc import Callable

import pytest

from devstack.proxmox_ve import transitions
from devstack.proxmox_ve.estate import Estate, Node
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.transitions import TransitionError

LAB, SOLO, EDGE = ESTATES['lab'], ESTATES['solo'], ESTATES['edge']


def names(estate: Estate) -> list[str]:
    return [node.name for node in estate.nodes]


def member(estate: Estate, name: str) -> Node:
    node = estate.find(name)
    assert node is not None
    return node


def test_quorum_follows_from_the_votes() -> None:
    two_left = transitions.set_online(LAB, 'pve3', False)
    one_left = transitions.set_online(two_left, 'pve2', False)
    assert (LAB.quorate, two_left.quorate, one_left.quorate) == (True, True, False)
    assert transitions.set_online(one_left, 'pve2', True, time=50).quorate


def test_half_of_the_votes_is_no_quorum() -> None:
    four = transitions.add_node(LAB, 'pve4', '10.10.0.14')
    half = transitions.set_online(transitions.set_online(four, 'pve4', False), 'pve3', False)
    assert not half.quorate


def test_forced_quorum_overrules_the_votes_until_they_count_again() -> None:
    assert transitions.force_quorum(EDGE, True).quorate
    assert not transitions.force_quorum(LAB, False).quorate
    assert transitions.force_quorum(transitions.force_quorum(LAB, False), None).quorate


def test_a_node_that_comes_back_begins_its_uptime_anew() -> None:
    down = transitions.set_online(LAB, 'pve2', False, time=100)
    back = transitions.set_online(down, 'pve2', True, time=160)
    assert member(back, 'pve2').booted_at == 160
    assert transitions.set_online(back, 'pve2', True, time=500) == back


def test_membership_changes_raise_the_config_version() -> None:
    joined = transitions.add_node(LAB, 'pve4', '10.10.0.14', time=30)
    left = transitions.remove_node(joined, 'pve2')
    assert (LAB.config_version, joined.config_version, left.config_version) == (5, 6, 7)
    assert names(left) == ['pve1', 'pve3', 'pve4']
    assert member(joined, 'pve4').booted_at == 30


def test_a_new_member_gets_the_lowest_free_id() -> None:
    gap = transitions.remove_node(LAB, 'pve2')
    assert member(transitions.add_node(gap, 'pve9', ''), 'pve9').node_id == 2
    assert member(transitions.add_node(LAB, 'pve9', ''), 'pve9').node_id == 4


def test_a_renamed_cluster_keeps_its_members() -> None:
    renamed = transitions.rename_cluster(LAB, 'lab-two')
    assert (renamed.cluster_name, renamed.nodes, renamed.config_version) == ('lab-two', LAB.nodes, 6)


def test_a_node_leaves_to_stand_alone_and_forms_a_cluster_again() -> None:
    alone = transitions.leave_cluster(LAB, 'pve2')
    assert (alone.standalone, names(alone), alone.nodes[0].node_id, alone.config_version) == (True, ['pve2'], 0, 0)
    cluster = transitions.form_cluster(alone, 'fresh')
    assert (cluster.cluster_name, cluster.nodes[0].node_id, cluster.config_version) == ('fresh', 1, 1)


@pytest.mark.parametrize(
    'transition',
    [
        lambda: transitions.add_node(SOLO, 'x', ''),
        lambda: transitions.add_node(LAB, 'pve1', ''),
        lambda: transitions.remove_node(LAB, 'nobody'),
        lambda: transitions.remove_node(SOLO, 'backup01'),
        lambda: transitions.rename_cluster(SOLO, 'x'),
        lambda: transitions.set_online(LAB, 'nobody', True),
        lambda: transitions.leave_cluster(LAB, 'nobody'),
        lambda: transitions.form_cluster(LAB, 'x'),
    ],
)
def test_what_makes_no_sense_is_refused(transition: Callable[[], Estate]) -> None:
    with pytest.raises(TransitionError):
        transition()
