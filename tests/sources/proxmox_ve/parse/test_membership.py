"""What tells a standalone host from a member that lost its cluster."""

from typing import Any

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.parse import has_quorum_of_its_own, parse_configured_members

from ..captured import captured_data


@pytest.mark.parametrize(('name', 'members'), [('config-nodes-healthy', 3), ('config-nodes-standalone', 0)])
def test_the_members_of_corosync_conf_are_counted(name: str, members: int) -> None:
    assert parse_configured_members(captured_data(name), 'lab') == members


@pytest.mark.parametrize('found', [None, {}, 'x', [None], [{}], [{'node': ''}], [{'node': 7}]])
def test_what_tells_of_no_members_is_not_taken_for_none(found: object) -> None:
    with pytest.raises(errors.ReadingIncomplete):
        parse_configured_members(found, 'lab')


@pytest.mark.parametrize(
    ('name', 'has_quorum'),
    [('ha-current-healthy', True), ('ha-current-standalone', True), ('ha-current-fake-standalone', False)],
)
def test_the_ha_manager_knows_of_the_quorum(name: str, has_quorum: bool) -> None:
    assert has_quorum_of_its_own(captured_data(name)) is has_quorum


@pytest.mark.parametrize(('value', 'has_quorum'), [('', False), ('0', False), (0, False), ('1', True), (True, True)])
def test_booleans_as_perl_writes_them(value: Any, has_quorum: bool) -> None:
    assert has_quorum_of_its_own([{'type': 'quorum', 'quorate': value}]) is has_quorum


@pytest.mark.parametrize('found', [None, [], {}, 'x', [None], [{'type': 'master'}], [{'type': 'quorum'}]])
def test_where_nothing_is_told_nothing_is_held_against_it(found: object) -> None:
    assert has_quorum_of_its_own(found)
