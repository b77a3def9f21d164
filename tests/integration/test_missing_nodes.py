"""Nodes that leave in Proxmox VE: what the real chord makes of it, and of what people decide, on both sources."""

from typing import Any

import pytest

from devstack.proxmox_ve.control import Control

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .netbox_objects import AddedObjects
from .records import Change

pytestmark = pytest.mark.integration


@pytest.fixture(params=[False, True], ids=['through proxbox-api', 'directly'])
def known(request: pytest.FixtureRequest, netbox: NetBox, endpoints: Endpoints, backend: int) -> int:
    """An endpoint for the three nodes of the lab that was synced once."""
    endpoint = endpoints.add('lab', None if request.param else backend)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


def leave(control: Control, *names: str) -> None:
    for name in names:
        control.remove_node('lab', name)


def reasons(netbox: NetBox, endpoint: int) -> dict[str, Any]:
    """Why the nodes that are missing are still there."""
    nodes = netbox.rows(endpoint).nodes
    return {name: node['missing_because']['value'] for name, node in nodes.items() if node['missing_since']}


def test_a_single_node_that_leaves_is_deleted_in_that_sync(netbox: NetBox, known: int, control: Control) -> None:
    leave(control, 'pve3')
    assert netbox.sync(known).outcome == ('succeeded', '')
    assert set(netbox.rows(known).nodes) == {'pve1', 'pve2'}


def test_many_at_once_wait_until_somebody_confirms(netbox: NetBox, known: int, control: Control) -> None:
    leave(control, 'pve2', 'pve3')
    held = netbox.sync(known)
    assert held.outcome == ('held', 'deletions-held')
    assert 'pve2, pve3' in held.cause
    assert netbox.changes_of(held) == [
        Change('update', 'proxmoxcluster', 'lab-cluster', 'admin'),
        Change('update', 'proxmoxnode', 'pve2', 'admin'),
        Change('update', 'proxmoxnode', 'pve3', 'admin'),
    ]
    assert reasons(netbox, known) == {'pve2': 'limit', 'pve3': 'limit'}
    assert netbox.rows(known).online == {'pve1'}
    again = netbox.sync(known)
    assert (again.outcome, again.changes) == (held.outcome, [])

    confirmed = netbox.confirm_deletions(known)
    assert confirmed.outcome == ('succeeded', '')
    assert netbox.changes_of(confirmed) == [
        Change('delete', 'proxmoxnode', 'pve2', 'admin'),
        Change('delete', 'proxmoxnode', 'pve3', 'admin'),
    ]
    assert netbox.sync(known).changes == []


def test_what_is_kept_is_the_same_row_when_it_is_back(netbox: NetBox, known: int, control: Control) -> None:
    before = netbox.rows(known).nodes['pve3']
    netbox.patch(f'{PLUGIN}/nodes/{before["id"]}/', comments='Ours.')
    leave(control, 'pve2', 'pve3')
    assert netbox.sync(known).outcome == ('held', 'deletions-held')
    kept = netbox.post(f'{PLUGIN}/endpoints/{known}/keep-nodes/', {'nodes': [before['id']]})
    assert [node['name'] for node in kept] == ['pve3']
    assert netbox.confirm_deletions(known).outcome == ('succeeded', '')
    assert reasons(netbox, known) == {'pve3': 'kept'}

    control.add_node('lab', 'pve3', before['ip_address'].partition('/')[0])
    assert netbox.sync(known).outcome == ('succeeded', '')
    after = netbox.rows(known).nodes['pve3']
    assert (after['id'], after['comments'], after['missing_since']) == (before['id'], 'Ours.', None)
    assert (after['missing_because'], after['missing_readings'], after['online']) == (None, 0, True)


def test_a_tag_protects_a_node(netbox: NetBox, netbox_objects: AddedObjects, known: int, control: Control) -> None:
    netbox_objects.add('extras/tags', name='Keep', slug='proxbox-keep')
    path = f'{PLUGIN}/nodes/{netbox.rows(known).nodes["pve3"]["id"]}/'
    netbox.patch(path, tags=[{'slug': 'proxbox-keep'}])
    leave(control, 'pve3')
    assert netbox.sync(known).outcome == ('succeeded', '')
    assert reasons(netbox, known) == {'pve3': 'tag'}
    netbox.patch(path, tags=[])
    assert netbox.sync(known).outcome == ('succeeded', '')
    assert set(netbox.rows(known).nodes) == {'pve1', 'pve2'}
