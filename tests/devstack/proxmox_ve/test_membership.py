"""Members that answer for something else than their cluster: without corosync, removed, or behind a moved address.

The payloads are what pve-manager and pve-cluster make of a cluster of three, by their source.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devstack.proxmox_ve import transitions
from devstack.proxmox_ve.answers import Question
from devstack.proxmox_ve.estate import Estate
from devstack.proxmox_ve.estates import ESTATES, make_node
from devstack.proxmox_ve.routes import answer
from devstack.proxmox_ve.transitions import TransitionError

from .served_estates import ServedEstates

PAYLOADS = Path(__file__).parent / 'payloads'
LEVELS = {'pve2': 'c'}
HOMELAB = Estate(
    name='homelab',
    cluster_name='homelab',
    nodes=tuple(make_node('homelab', f'pve{n}', n, f'192.168.10.{10 + n}') for n in (1, 2, 3)),
    access=ESTATES['lab'].access,
    config_version=4,
)


def payload(name: str) -> Any:
    """The data of a payload."""
    return json.loads((PAYLOADS / f'{name}.json').read_text())['data']


def ask(estate: Estate, node: str, path: str) -> Any:
    """The data that a member answers with."""
    asked = estate.find(node)
    assert asked is not None
    return answer(Question(method='GET', path=path, parameters={}, estate=estate, asked=asked, time=60.0)).data


def names(entries: Any) -> list[str]:
    return [entry['node'] for entry in entries]


def without_corosync(node: str) -> Estate:
    return transitions.set_corosync(HOMELAB, node, False)


def test_the_cluster_before() -> None:
    assert ask(HOMELAB, 'pve1', '/cluster/status') == payload('before-cluster-status')


@pytest.mark.parametrize(
    ('node', 'name'), [('pve1', 'corosync-down-fake-standalone-status'), ('pve2', 'localmode-one-of-three')]
)
def test_a_member_without_corosync_answers_like_a_standalone_host(node: str, name: str) -> None:
    member = HOMELAB.find(node)
    assert member is not None
    paid = HOMELAB.with_node(replace(member, support_level=LEVELS.get(node, '')))
    assert ask(transitions.set_corosync(paid, node, False), node, '/cluster/status') == payload(name)


@pytest.mark.parametrize('path', ['/nodes', '/cluster/resources'])
def test_it_lists_itself_alone(path: str) -> None:
    (entry,) = ask(without_corosync('pve1'), 'pve1', path)
    assert entry.keys() - {'cgroup-mode'} <= payload('corosync-down-nodes')[0].keys()
    assert (entry['node'], entry['status']) == ('pve1', 'online')


def test_its_configuration_still_names_all_members() -> None:
    lost = without_corosync('pve1')
    assert names(ask(lost, 'pve1', '/cluster/config/nodes')) == ['pve1', 'pve2', 'pve3']
    join, expected = ask(lost, 'pve1', '/cluster/config/join'), payload('corosync-down-config-join')
    without_fingerprints = [{k: v for k, v in entry.items() if k != 'pve_fp'} for entry in expected['nodelist']]
    assert [{k: v for k, v in entry.items() if k != 'pve_fp'} for entry in join['nodelist']] == without_fingerprints


def test_to_the_others_it_is_down_and_has_no_vote() -> None:
    lost = without_corosync('pve1')
    cluster, *members = ask(lost, 'pve2', '/cluster/status')
    assert cluster['quorate'] == 1
    assert {member['name']: member['online'] for member in members} == {'pve1': 0, 'pve2': 1, 'pve3': 1}
    assert not transitions.set_corosync(lost, 'pve2', False).quorate
    assert transitions.set_corosync(lost, 'pve1', True) == HOMELAB


def test_a_host_that_left_by_hand_has_no_configured_members() -> None:
    left = transitions.leave_cluster(HOMELAB, 'pve2')
    assert ask(left, 'pve2', '/cluster/config/nodes') == []


def test_an_address_moves_to_another_cluster_or_host() -> None:
    moved = transitions.move_address(HOMELAB, 'other', ['a', 'b'])
    assert (moved.cluster_name, [(node.name, node.node_id) for node in moved.nodes]) == ('other', [('a', 1), ('b', 2)])
    alone = transitions.move_address(HOMELAB, None, ['a'])
    assert (alone.standalone, alone.nodes[0].node_id) == (True, 0)


def test_a_standalone_host_has_no_corosync() -> None:
    with pytest.raises(TransitionError):
        transitions.set_corosync(ESTATES['solo'], 'backup01', False)
    with pytest.raises(TransitionError):
        transitions.set_config_version(ESTATES['solo'], 1)


def test_all_of_it_is_steered_from_outside(served: ServedEstates) -> None:
    served.control.set_corosync('lab', 'pve1', False)
    assert len(served.ask('lab', '/cluster/status')[2]) == 1
    assert len(served.ask('lab@pve2', '/cluster/status')[2]) == 4
    assert len(served.ask('lab', '/cluster/config/nodes')[2]) == 3
    served.control.set_corosync('lab', 'pve1', True)
    assert served.control.set_config_version('lab', 3).config_version == 3
    assert served.ask('lab', '/cluster/status')[2][0]['version'] == 3
    assert [node.name for node in served.control.move_address('lab', 'other', 'a', 'b').nodes] == ['a', 'b']
