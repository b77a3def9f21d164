"""Members, names, quorum and mode change in Proxmox VE: what the next sync makes of it."""

import pytest

from devstack.proxmox_ve.control import Control

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .netbox_objects import AddedObjects
from .records import Change

pytestmark = pytest.mark.integration


def test_quorum_is_lost(netbox: NetBox, synced_lab: int, control: Control) -> None:
    for node in ('pve2', 'pve3'):
        control.set_online('lab', node, False)
    run = netbox.sync(synced_lab)
    assert run.outcome == ('succeeded', '')
    rows = netbox.rows(synced_lab)
    assert (rows.cluster['quorate'], rows.online) == (False, {'pve1'})


def test_members_join_and_leave(netbox: NetBox, synced_lab: int, control: Control) -> None:
    control.add_node('lab', 'pve4', '10.10.0.14')
    control.remove_node('lab', 'pve2')
    run = netbox.sync(synced_lab)
    assert run.result == {
        'mode': 'cluster',
        'clusters': {'created': 0, 'updated': 1},
        'nodes': {'created': 1, 'updated': 0, 'deleted': 1},
    }
    assert netbox.changes_of(run) == [
        Change('create', 'proxmoxnode', 'pve4', 'admin'),
        Change('delete', 'proxmoxnode', 'pve2', 'admin'),
        Change('update', 'proxmoxcluster', 'lab-cluster', 'admin'),
    ]
    rows = netbox.rows(synced_lab)
    assert set(rows.nodes) == {'pve1', 'pve3', 'pve4'}
    assert rows.cluster['version'] == control.state('lab').config_version


def test_a_renamed_cluster_keeps_its_row_with_what_people_added(
    netbox: NetBox, netbox_objects: AddedObjects, synced_lab: int, control: Control
) -> None:
    kind = netbox_objects.add('virtualization/cluster-types', name='Proxmox VE', slug='proxmox-ve')
    inventory = netbox_objects.add('virtualization/clusters', name='lab', type=kind)
    tag = netbox_objects.add('extras/tags', name='Laboratory', slug='laboratory')
    path = f'{PLUGIN}/clusters/{netbox.rows(synced_lab).cluster["id"]}/'
    before = netbox.patch(path, netbox_cluster=inventory, tags=[{'slug': 'laboratory'}], description='By hand')
    control.rename_cluster('lab', 'laboratory')
    run = netbox.sync(synced_lab)
    assert netbox.changes_of(run) == [Change('update', 'proxmoxcluster', 'laboratory', 'admin')]
    after = netbox.rows(synced_lab).cluster
    assert (after['id'], after['name']) == (before['id'], 'laboratory')
    assert [after[name] for name in ('netbox_cluster', 'tags', 'description')] == [
        before[name] for name in ('netbox_cluster', 'tags', 'description')
    ]
    assert (after['netbox_cluster']['id'], after['tags'][0]['id']) == (inventory, tag)


def test_a_standalone_host_joins_a_cluster(
    netbox: NetBox, endpoints: Endpoints, backend: int, control: Control
) -> None:
    solo = endpoints.add('solo', backend)
    netbox.sync(solo)
    before = netbox.rows(solo)
    control.form_cluster('solo', 'archive')
    control.add_node('solo', 'backup02', '192.168.77.6')
    run = netbox.sync(solo)
    assert run.result == {
        'mode': 'cluster',
        'clusters': {'created': 1, 'updated': 0},
        'nodes': {'created': 1, 'updated': 1, 'deleted': 0},
    }
    after = netbox.rows(solo)
    assert (before.mode, after.mode, after.cluster['name']) == ('standalone', 'cluster', 'archive')
    assert after.nodes['backup01']['id'] == before.nodes['backup01']['id']
    assert {node['proxmox_cluster']['id'] for node in after.nodes.values()} == {after.cluster['id']}


def test_names_that_few_people_give(netbox: NetBox, synced_lab: int, control: Control) -> None:
    names = ['PVE1', 'pve.with.dots', 'n' * 255, 'knöten-節點', 'with space']
    for number, name in enumerate(names, start=1):
        control.add_node('lab', name, f'2001:db8::{number}')
    run = netbox.sync(synced_lab)
    assert (run.outcome, run.text.strip()) == (('succeeded', ''), '')
    rows = netbox.rows(synced_lab)
    assert {name: (node['ip_address'], node['cpu_usage']) for name, node in rows.nodes.items()} == {
        node.name: (node.ip_address, node.cpu) for node in control.state('lab').nodes
    }
    assert netbox.sync(synced_lab).changes == []


def test_the_order_of_nodes_does_not_matter(netbox: NetBox, synced_lab: int, control: Control) -> None:
    control.reorder('lab')
    run = netbox.sync(synced_lab)
    assert (run.outcome, run.changes) == (('succeeded', ''), [])
