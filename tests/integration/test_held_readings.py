"""Readings that contradict what is known: what the real chord makes of them and of decisions, on both sources."""

from typing import Any

import pytest

from devstack.proxmox_ve.control import Control

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .netbox_objects import AddedObjects
from .records import Change

pytestmark = pytest.mark.integration

# Read directly, another host is found out by its certificate before it is asked anything.
through_proxbox_api = pytest.mark.parametrize('is_direct', [False], ids=['through proxbox-api'])
both = pytest.mark.parametrize('is_direct', [False, True], ids=['through proxbox-api', 'directly'])


@pytest.fixture
def tracked(
    netbox: NetBox, netbox_objects: AddedObjects, endpoints: Endpoints, backend: int, is_direct: bool
) -> dict[str, int]:
    """The lab and the standalone host, which were synced once; their nodes are linked and tagged."""
    found = {name: endpoints.add(name, None if is_direct else backend) for name in ('lab', 'solo')}
    netbox_objects.add('extras/tags', name='Laboratory', slug='laboratory')
    for endpoint in found.values():
        assert netbox.sync(endpoint).outcome == ('succeeded', '')
        for node in netbox.rows(endpoint).nodes.values():
            netbox.patch(f'{PLUGIN}/nodes/{node["id"]}/', tags=[{'slug': 'laboratory'}])
    return found


def tagged(netbox: NetBox, endpoint: int) -> dict[str, Any]:
    """The keys of the nodes that have their tag, by name."""
    return {name: node['id'] for name, node in netbox.rows(endpoint).nodes.items() if node['tags']}


@both
def test_a_host_that_left_is_taken_once_a_person_believes_it(
    netbox: NetBox, tracked: dict[str, int], control: Control
) -> None:
    lab = tracked['lab']
    before = tagged(netbox, lab)
    control.leave_cluster('lab', 'pve2')

    assert sync_without_effect(netbox, lab).outcome == ('held', 'turned-standalone')
    asked = netbox.held(lab)['held_since']
    assert sync_without_effect(netbox, lab).outcome == ('held', 'turned-standalone')
    assert (netbox.held(lab)['held_since'], tagged(netbox, lab)) == (asked, before)

    believed = netbox.decide(lab, 'believe-reading')
    assert believed.outcome == ('succeeded', '')
    deletions = [change for change in netbox.changes_of(believed) if change.action == 'delete']
    assert deletions == [
        Change('delete', 'proxmoxcluster', 'lab-cluster', 'admin'),
        Change('delete', 'proxmoxnode', 'pve1', 'admin'),
        Change('delete', 'proxmoxnode', 'pve3', 'admin'),
    ]
    after = netbox.rows(lab)
    assert (after.mode, after.clusters, tagged(netbox, lab)) == ('standalone', [], {'pve2': before['pve2']})
    assert netbox.held(lab)['held_since'] is None
    assert netbox.sync(lab).changes == []


@both
def test_a_member_that_lies_is_found_out_and_asks_nothing(
    netbox: NetBox, tracked: dict[str, int], control: Control
) -> None:
    lab = tracked['lab']
    before = tagged(netbox, lab)
    control.set_corosync('lab', 'pve1', False)

    assert sync_without_effect(netbox, lab).outcome == ('failed', 'reading-incomplete')
    assert (netbox.held(lab)['held_since'], tagged(netbox, lab)) == (None, before)


@through_proxbox_api
def test_an_address_that_moved_asks_until_it_is_back(netbox: NetBox, tracked: dict[str, int], control: Control) -> None:
    lab = tracked['lab']
    before = tagged(netbox, lab)
    control.move_address('lab', 'other', 'ams1', 'ams2')
    assert sync_without_effect(netbox, lab).outcome == ('held', 'nothing-in-common')

    control.reset('lab')
    assert netbox.sync(lab).outcome[0] == 'succeeded'
    assert (netbox.held(lab)['held_since'], tagged(netbox, lab)) == (None, before)


@through_proxbox_api
def test_a_decision_is_for_the_reading_that_was_asked_about(
    netbox: NetBox, tracked: dict[str, int], control: Control
) -> None:
    lab = tracked['lab']
    control.move_address('lab', 'other', 'ams1', 'ams2')
    assert netbox.sync(lab).outcome == ('held', 'nothing-in-common')
    control.move_address('lab', 'third', 'fra1', 'fra2')

    assert netbox.decide(lab, 'believe-reading').outcome == ('held', 'nothing-in-common')
    assert set(tagged(netbox, lab)) == {'pve1', 'pve2', 'pve3'}
    assert netbox.held(lab)['held_reading']['name'] == 'third'

    assert netbox.decide(lab, 'believe-reading').outcome == ('succeeded', '')
    after = netbox.rows(lab)
    assert (after.cluster['name'], set(after.nodes), tagged(netbox, lab)) == ('third', {'fra1', 'fra2'}, {})


@through_proxbox_api
def test_a_host_that_was_renamed_is_the_same_row(netbox: NetBox, tracked: dict[str, int], control: Control) -> None:
    solo = tracked['solo']
    before = tagged(netbox, solo)
    control.move_address('solo', None, 'backup09')
    assert sync_without_effect(netbox, solo).outcome == ('held', 'nothing-in-common')

    renamed = netbox.decide(solo, 'rename-nodes')
    assert renamed.outcome == ('succeeded', '')
    assert tagged(netbox, solo) == {'backup09': before['backup01']}
    assert {change.action for change in netbox.changes_of(renamed)} == {'update'}
