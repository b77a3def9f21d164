"""What a sync deleted is restored: the row with all that people gave it, as far as that is still there."""

from datetime import datetime
from typing import Any

import pytest
from core.models import ObjectChange
from django.core.exceptions import ValidationError
from extras.models import CustomField, JournalEntry, Tag
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.whole_runs import synced

from .restoring import a_run_that_deleted, left_out, lost, names, restored
from .scene import Scene

pytestmark = pytest.mark.django_db

OWN = ('pk', 'created', 'name', 'node_id', 'ip_address', 'max_memory', 'last_seen', 'metrics_read_at')
GIVEN = ('netbox_device_id', 'proxmox_cluster_id', 'description', 'comments', 'custom_field_data')


def values(node: ProxmoxNode) -> dict[str, Any]:
    return {name: as_logged(getattr(node, name)) for name in (*OWN, *GIVEN)}


def as_logged(value: Any) -> Any:
    """The change log has milliseconds."""
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value


def test_the_row_is_back_with_all_that_it_had(scene: Scene, ada: User) -> None:
    outcome = restored(scene.run, ada)

    node = ProxmoxNode.objects.get(pk=scene.node.pk)
    assert (names(outcome.restored), outcome.moved, outcome.left_out, lost(outcome.restored)) == (['pve2'], [], [], [])
    assert values(node) == values(scene.node)
    assert sorted(tag.name for tag in node.tags.all()) == ['core', 'lab']


def test_its_journal_is_back(scene: Scene, ada: User) -> None:
    restored(scene.run, ada)

    entry = JournalEntry.objects.get()
    assert (entry.pk, entry.assigned_object, entry.comments) == (scene.entry.pk, scene.node, 'Fans replaced')
    assert (entry.created, entry.created_by) == (as_logged(scene.entry.created), ada)
    assert [tag.name for tag in entry.tags.all()] == ['core']


def test_the_change_log_says_who_restored_it(scene: Scene, ada: User) -> None:
    restored(scene.run, ada)

    entry = ObjectChange.objects.filter(changed_object_type__model='proxmoxnode', action='create').first()
    assert entry is not None
    assert (entry.object_repr, entry.message) == ('pve2', f'Restored from sync run {scene.run.pk}')
    assert (entry.user_name, entry.postchange_data['tags']) == ('ada', ['core', 'lab'])


def test_the_next_sync_that_lacks_it_keeps_it(scene: Scene, ada: User) -> None:
    restored(scene.run, ada)

    node = ProxmoxNode.objects.get(pk=scene.node.pk)
    deleted_at = ObjectChange.objects.get(action='delete', changed_object_id=node.pk, object_repr='pve2').time
    assert (node.missing_because, node.missing_since, node.missing_readings) == ('kept', deleted_at, 1)
    assert (node.online, node.online_since, node.offline_since) == (False, None, deleted_at)
    run = synced(scene.endpoint)
    assert (run.status, run.warnings) == ('succeeded', [])
    assert ProxmoxNode.objects.get(pk=node.pk).missing_because == 'kept'


def test_a_sync_that_reads_it_takes_it_as_back(scene: Scene, ada: User, estate: Estate) -> None:
    restored(scene.run, ada)
    answer(estate, 1, 2, 3)

    synced(scene.endpoint)

    node = ProxmoxNode.objects.get(name='pve2')
    assert (node.pk, node.is_missing, node.online, node.netbox_device) == (scene.node.pk, False, True, scene.device)


def test_what_it_led_to_and_is_gone_is_named(scene: Scene, ada: User) -> None:
    device, cluster = scene.device.pk, ProxmoxCluster.objects.get().pk
    scene.device.delete()
    ProxmoxCluster.objects.all().delete()
    Tag.objects.get(name='core').delete()
    CustomField.objects.all().delete()

    outcome = restored(scene.run, ada)

    node = ProxmoxNode.objects.get(pk=scene.node.pk)
    assert (node.netbox_device, node.proxmox_cluster, node.custom_field_data) == (None, None, {})
    assert [tag.name for tag in node.tags.all()] == ['lab']
    assert sorted(lost(outcome.restored)) == [
        'Custom fields that are gone: rack_unit.',
        f'NetBox device: what it led to, with the ID {device}, is gone.',
        'One journal entry comes back without its author, or without tags or fields that are gone.',
        f'Proxmox cluster: what it led to, with the ID {cluster}, is gone.',
        'Tags that are gone: core.',
    ]


def test_the_author_of_a_journal_entry_may_be_gone(scene: Scene, ada: User) -> None:
    ada.delete()

    outcome = restored(scene.run, User.objects.create_superuser('eve'))

    assert JournalEntry.objects.get().created_by is None
    assert lost(outcome.restored)[0].startswith('One journal entry comes back without its author')


def test_it_is_restored_once(scene: Scene, ada: User) -> None:
    restored(scene.run, ada)

    again = restored(scene.run, ada)

    assert [(each.name, each.why) for each in again.left_out] == [('pve2', 'It is there again.')]
    assert ProxmoxNode.objects.count() == 3


def test_one_that_was_restored_and_deleted_again_comes_from_the_later_run(scene: Scene, ada: User) -> None:
    restored(scene.run, ada)
    ProxmoxNode.objects.filter(name='pve2').update(missing_because='', comments='Newer')
    later = synced(scene.endpoint)

    assert left_out(restored(scene.run, ada)) == {'pve2': 'It was restored, and deleted again later.'}
    assert names(restored(later, ada).restored) == ['pve2']
    assert ProxmoxNode.objects.get(name='pve2').comments == 'Newer'


def test_what_the_change_log_has_no_more_cannot_come_back(scene: Scene, ada: User) -> None:
    ObjectChange.objects.filter(action='delete').delete()

    assert left_out(restored(scene.run, ada)) == {
        'pve2': 'The change log does not reach back to its deletion any more.'
    }


def test_only_what_was_chosen_comes_back(scene: Scene, ada: User) -> None:
    assert not restored(scene.run, ada, {ProxmoxNode: [], ProxmoxCluster: []}).restored
    with pytest.raises(ValidationError, match='deleted no Proxmox node with these IDs: 12345'):
        restored(scene.run, ada, {ProxmoxNode: [12345, scene.node.pk]})
    assert not ProxmoxNode.objects.filter(name='pve2').exists()

    assert names(restored(scene.run, ada, {ProxmoxNode: [scene.node.pk]}).restored) == ['pve2']


def test_what_netbox_would_refuse_is_refused_with_its_words(scene: Scene, ada: User) -> None:
    CustomField.objects.update(required=True)
    ObjectChange.objects.filter(action='delete', object_repr='pve2').update(
        prechange_data={
            **ObjectChange.objects.get(action='delete', object_repr='pve2').prechange_data,
            'custom_fields': {},
        }
    )

    assert left_out(restored(scene.run, ada)) == {'pve2': "Missing required custom field 'rack_unit'."}


def test_an_active_run_offers_nothing(scene: Scene, ada: User) -> None:
    SyncRun.objects.filter(pk=scene.run.pk).update(status='running')

    assert not restored(scene.run, ada).restored


def test_a_deleted_cluster_comes_back_before_its_nodes(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> None:
    synced(lab)
    run = a_run_that_deleted(*ProxmoxNode.objects.all(), ProxmoxCluster.objects.get())

    outcome = restored(run, ada)

    assert names(outcome.restored) == ['lab-cluster', 'pve1', 'pve2', 'pve3']
    assert lost(outcome.restored) == []
    assert {node.proxmox_cluster for node in ProxmoxNode.objects.all()} == {ProxmoxCluster.objects.get()}
