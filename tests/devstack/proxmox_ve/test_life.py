"""What estates go through by themselves."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from devstack.proxmox_ve.estate import Estate
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.life import live_on

TURNS = 200


def story(estate: Estate) -> Iterator[Estate]:
    """The estate at every turn."""
    for turn in range(1, TURNS + 1):
        estate = live_on(turn, estate, turn * 30.0)
        yield estate


@pytest.mark.parametrize('name', ['lab', 'dc', 'farm'])
def test_nodes_fail_and_come_back_and_quorum_is_never_lost(name: str) -> None:
    online = [{node.name for node in estate.nodes if node.online} for estate in story(ESTATES[name])]
    pairs = list(pairwise(online))
    assert any(before - after for before, after in pairs)
    assert any(after - before for before, after in pairs)
    assert all(estate.quorate for estate in story(ESTATES[name]))


@pytest.mark.parametrize('name', ['lab', 'dc', 'farm'])
def test_a_member_joins_and_leaves_and_the_config_version_tells(name: str) -> None:
    chapters = list(story(ESTATES[name]))
    assert {len(estate.nodes) - len(ESTATES[name].nodes) for estate in chapters} == {0, 1}
    versions = [estate.config_version for estate in chapters]
    assert versions == sorted(versions)
    assert versions[-1] == ESTATES[name].config_version + TURNS // 10


def test_the_first_node_and_who_was_down_from_the_beginning_stay_as_they_are() -> None:
    for estate in story(ESTATES['dc']):
        online = {node.name for node in estate.nodes if node.online}
        assert 'ams1-hv-01' in online
        assert 'ams1-hv-04' not in online


@pytest.mark.parametrize('name', ['solo', 'edge'])
def test_nothing_happens_to_a_standalone_host_or_without_quorum(name: str) -> None:
    assert set(story(ESTATES[name])) == {ESTATES[name]}


def test_the_same_estate_lives_the_same_life_again() -> None:
    assert list(story(ESTATES['lab'])) == list(story(ESTATES['lab']))
