"""Another row has come in the place of a deleted one: it gets what the deleted one had, and keeps what it has."""

import pytest
from core.models import ObjectChange
from extras.models import JournalEntry, Tag
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.whole_runs import synced

from .restoring import a_run_that_deleted, names, restored
from .scene import Scene

pytestmark = pytest.mark.django_db

PLACE_TAKEN = 'Another one is in its place already, '


@pytest.fixture
def back(scene: Scene, estate: Estate) -> ProxmoxNode:
    """The node that Proxmox VE has again, as a row of its own."""
    answer(estate, 1, 2, 3)
    synced(scene.endpoint)
    node = ProxmoxNode.objects.get(name='pve2')
    assert node.pk != scene.node.pk
    return node


def test_it_gets_what_the_deleted_one_had(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    outcome = restored(scene.run, ada)

    node = ProxmoxNode.objects.get(name='pve2')
    assert (outcome.restored, names(outcome.moved), outcome.left_out, node.pk) == ([], ['pve2'], [], back.pk)
    assert (node.netbox_device, node.description, node.comments) == (scene.device, 'The second', 'Bought in 2024')
    assert node.custom_field_data == {'rack_unit': 7}
    assert sorted(tag.name for tag in node.tags.all()) == ['core', 'lab']
    entry = JournalEntry.objects.get()
    assert (entry.assigned_object, entry.comments, entry.created_by) == (node, 'Fans replaced', ada)
    assert (node.online, node.missing_because) == (True, '')


def test_what_it_has_itself_stays(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    back.netbox_device, back.description, back.comments = create_test_device('new'), 'Another', 'Bought in 2026'
    back.custom_field_data = {'rack_unit': 9}
    back.save()
    back.tags.add(Tag.objects.create(name='new', slug='new'))

    restored(scene.run, ada)

    back.refresh_from_db()
    assert (str(back.netbox_device), back.description, back.custom_field_data) == ('new', 'Another', {'rack_unit': 9})
    assert back.comments == 'Bought in 2026\n\nBought in 2024'
    assert sorted(tag.name for tag in back.tags.all()) == ['core', 'lab', 'new']


def test_the_change_log_has_before_and_after(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    restored(scene.run, ada)

    entry = ObjectChange.objects.filter(changed_object_id=back.pk, action='update').get()
    assert (entry.message, entry.user_name) == (f'Restored from sync run {scene.run.pk}', 'ada')
    assert (entry.prechange_data['tags'], entry.postchange_data['tags']) == ([], ['core', 'lab'])
    assert (entry.prechange_data['comments'], entry.postchange_data['comments']) == ('', 'Bought in 2024')


def test_a_second_time_nothing_is_left_to_move(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    restored(scene.run, ada)

    again = restored(scene.run, ada)

    assert [each.why for each in again.left_out] == [f'{PLACE_TAKEN}and has all that it had.']
    assert JournalEntry.objects.count() == 1


def test_it_takes_the_permission_to_change_the_row(scene: Scene, back: ProxmoxNode, bob: User) -> None:
    grant(bob, ProxmoxNode, 'add', 'view')
    grant(bob, ProxmoxNode, 'change', constraints={'name': 'pve1'}, name='another')

    outcome = restored(scene.run, bob)

    assert [each.why for each in outcome.left_out] == [f'{PLACE_TAKEN}which you may not change.']
    back.refresh_from_db()
    assert back.netbox_device is None


def test_it_must_be_theirs_to_change_afterwards_too(scene: Scene, back: ProxmoxNode, bob: User) -> None:
    grant(bob, ProxmoxNode, 'change', constraints={'netbox_device': None})

    outcome = restored(scene.run, bob)

    assert [each.why for each in outcome.left_out] == ['You do not have the permission to do this.']
    back.refresh_from_db()
    assert (back.netbox_device, back.comments, list(back.tags.all())) == (None, '', [])


def test_an_endpoint_has_one_cluster(lab: ProxmoxEndpoint, ada: User) -> None:
    synced(lab)
    ProxmoxCluster.objects.update(comments='Was the first')
    run = a_run_that_deleted(ProxmoxCluster.objects.get())
    synced(lab)

    outcome = restored(run, ada)

    assert (names(outcome.moved), outcome.restored) == (['lab-cluster'], [])
    assert ProxmoxCluster.objects.get().comments == 'Was the first'


def test_where_a_link_is_from_comes_with_it(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    entry = ObjectChange.objects.get(changed_object_id=scene.node.pk, action='delete')
    entry.prechange_data['link_origin'] = 'rule:name'
    entry.save()

    restored(scene.run, ada)

    back.refresh_from_db()
    assert (back.netbox_device, back.link_origin) == (scene.device, 'rule:name')


def test_what_a_person_decided_on_links_comes_with_it(scene: Scene, back: ProxmoxNode, ada: User) -> None:
    entry = ObjectChange.objects.get(changed_object_id=scene.node.pk, action='delete')
    entry.prechange_data |= {'netbox_device': None, 'link_origin': 'removed', 'link_ignored': [7]}
    entry.save()

    restored(scene.run, ada)

    back.refresh_from_db()
    assert (back.netbox_device, back.link_origin, back.link_ignored) == (None, 'removed', [7])
