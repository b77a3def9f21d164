"""A member that answers for something else than its cluster costs nothing that people added, until one of them decides.

Through the real chord and the real proxbox-api.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from devstack.proxmox_ve.control import Control

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .netbox_objects import AddedObjects

pytestmark = pytest.mark.integration

JOURNAL = '/api/extras/journal-entries/'


@pytest.fixture
def tracked_lab(netbox: NetBox, netbox_objects: AddedObjects, synced_lab: int) -> int:
    """The lab, with its cluster linked, and with tags and journals on all of its rows."""
    kind = netbox_objects.add('virtualization/cluster-types', name='Proxmox VE', slug='proxmox-ve')
    inventory = netbox_objects.add('virtualization/clusters', name='lab', type=kind)
    netbox_objects.add('extras/tags', name='Laboratory', slug='laboratory')
    rows = netbox.rows(synced_lab)
    netbox.patch(f'{PLUGIN}/clusters/{rows.cluster["id"]}/', netbox_cluster=inventory)
    written_about = [('clusters', 'proxmoxcluster', rows.cluster)]
    written_about += [('nodes', 'proxmoxnode', node) for node in rows.nodes.values()]
    for path, model, row in written_about:
        netbox.patch(f'{PLUGIN}/{path}/{row["id"]}/', tags=[{'slug': 'laboratory'}])
        about = {'assigned_object_type': f'netbox_proxbox.{model}', 'assigned_object_id': row['id']}
        netbox.post(JOURNAL, about | {'comments': 'Seen in the rack.'})
    return synced_lab


def journal_of(netbox: NetBox, endpoint: int) -> set[tuple[str, int]]:
    """Which rows of an endpoint have entries in the journal."""
    rows = netbox.rows(endpoint)
    ids = {('netbox_proxbox.proxmoxcluster', row['id']) for row in rows.clusters}
    ids |= {('netbox_proxbox.proxmoxnode', row['id']) for row in rows.nodes.values()}
    entries = netbox.find(JOURNAL)
    return {(entry['assigned_object_type'], entry['assigned_object_id']) for entry in entries} & ids


def tagged(rows: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {name for name, row in rows.items() if row['tags']}


def test_a_member_without_corosync_deletes_nothing(netbox: NetBox, tracked_lab: int, control: Control) -> None:
    control.set_corosync('lab', 'pve1', False)
    run = sync_without_effect(netbox, tracked_lab)
    assert run.outcome == ('failed', 'reading-incomplete')
    assert 'corosync does not run on the member that answered' in run.cause
    assert run.cause.endswith('Members in its corosync.conf: 3.')
    assert 'systemctl status corosync pve-cluster' in run.cure
    assert len(journal_of(netbox, tracked_lab)) == 4
    control.set_corosync('lab', 'pve1', True)
    assert netbox.sync(tracked_lab).outcome == ('succeeded', '')
    rows = netbox.rows(tracked_lab)
    assert (rows.cluster['netbox_cluster']['name'], tagged(rows.nodes)) == ('lab', {'pve1', 'pve2', 'pve3'})


@pytest.mark.parametrize('asked', [True, False])
def test_a_host_that_left_is_taken_once_a_person_has_deleted_the_cluster(
    netbox: NetBox, tracked_lab: int, control: Control, asked: bool
) -> None:
    before = netbox.rows(tracked_lab)
    control.leave_cluster('lab', 'pve2')
    if not asked:
        control.fail('lab', {'/cluster/config/nodes': 500})
    run = sync_without_effect(netbox, tracked_lab)
    assert run.outcome == ('held', 'turned-standalone')
    assert 'choose "Believe it" on the page of endpoint' in run.cure
    assert len(journal_of(netbox, tracked_lab)) == 4

    netbox.delete(f'{PLUGIN}/clusters/{before.cluster["id"]}/')
    assert {node['proxmox_cluster'] for node in netbox.rows(tracked_lab).nodes.values()} == {None}
    assert netbox.sync(tracked_lab).outcome == ('held', 'deletions-held')
    assert netbox.rows(tracked_lab).nodes.keys() == before.nodes.keys()
    assert netbox.confirm_deletions(tracked_lab).result == {
        'mode': 'standalone',
        'clusters': {'created': 0, 'updated': 0},
        'nodes': {'created': 0, 'updated': 0, 'deleted': 2},
    }
    after = netbox.rows(tracked_lab)
    assert (after.mode, after.clusters, set(after.nodes)) == ('standalone', [], {'pve2'})
    assert (after.nodes['pve2']['id'], tagged(after.nodes)) == (before.nodes['pve2']['id'], {'pve2'})
    assert netbox.sync(tracked_lab).changes == []


def test_an_address_that_moved_is_no_renamed_cluster(netbox: NetBox, tracked_lab: int, control: Control) -> None:
    control.move_address('lab', 'other', 'ams1', 'ams2')
    run = sync_without_effect(netbox, tracked_lab)
    assert run.outcome == ('held', 'nothing-in-common')
    assert 'choose "Believe it" on the page of endpoint' in run.cure
    assert len(journal_of(netbox, tracked_lab)) == 4

    netbox.delete(f'{PLUGIN}/clusters/{netbox.rows(tracked_lab).cluster["id"]}/')
    assert netbox.sync(tracked_lab).outcome == ('held', 'deletions-held')
    assert netbox.confirm_deletions(tracked_lab).outcome == ('succeeded', '')
    after = netbox.rows(tracked_lab)
    assert (after.cluster['name'], set(after.nodes)) == ('other', {'ams1', 'ams2'})


def test_a_removed_member_and_a_cluster_that_was_made_anew(netbox: NetBox, tracked_lab: int, control: Control) -> None:
    control.set_config_version('lab', 1)
    run = sync_without_effect(netbox, tracked_lab)
    assert run.outcome == ('held', 'older-configuration')
    assert 'version 1' in run.cause
    assert 'version 5' in run.cause

    netbox.delete(f'{PLUGIN}/clusters/{netbox.rows(tracked_lab).cluster["id"]}/')
    assert netbox.sync(tracked_lab).outcome == ('succeeded', '')
    after = netbox.rows(tracked_lab)
    assert (after.cluster['version'], tagged(after.nodes)) == (1, {'pve1', 'pve2', 'pve3'})


def test_a_second_endpoint_does_not_take_a_member_for_a_host(
    netbox: NetBox, endpoints: Endpoints, backend: int, tracked_lab: int, control: Control
) -> None:
    second = endpoints.add('lab@pve2', backend)
    control.set_corosync('lab', 'pve2', False)
    assert sync_without_effect(netbox, second).outcome == ('failed', 'reading-incomplete')
    control.fail('lab', {'/cluster/config/nodes': 500})
    run = sync_without_effect(netbox, second)
    assert run.outcome == ('failed', 'member-tracked-elsewhere')
    assert '"pve2"' in run.cause


def test_a_standalone_host_does_not_turn_into_another(
    netbox: NetBox, endpoints: Endpoints, backend: int, control: Control
) -> None:
    solo = endpoints.add('solo', backend)
    assert netbox.sync(solo).outcome == ('succeeded', '')
    before = netbox.rows(solo)
    control.move_address('solo', None, 'backup09')
    assert sync_without_effect(netbox, solo).outcome == ('held', 'nothing-in-common')
    netbox.delete(f'{PLUGIN}/nodes/{before.nodes["backup01"]["id"]}/')
    assert netbox.sync(solo).outcome == ('succeeded', '')
    assert set(netbox.rows(solo).nodes) == {'backup09'}
