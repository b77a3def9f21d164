"""The takeover of what the real plugin of upstream has left, with fifty clusters and four hundred nodes more."""

from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from core.models import Job, ObjectChange
from dcim.models import Device
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import connection
from extras.models import Bookmark, CachedValue, JournalEntry, SavedFilter, Subscription, Tag
from users.models import ObjectPermission
from virtualization.models import Cluster

from devstack.upstream_data import FREE_KEYS
from netbox_proxbox.checks import database_is_ours
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import EndpointSpec

from .belongings import content_type
from .said import said, what_is_upstreams
from .statements import FROM, LAST, MANY, NEXT, NODES_OF_EACH, UPGRADE, add_more

pytestmark = pytest.mark.usefixtures('rolled_back')


class Done(NamedTuple):
    """What came of it."""

    said: str
    seconds: float
    dump: Path
    before: set[tuple[object, ...]]


@pytest.fixture(scope='module')
def done(upstream: None, tmp_path_factory: pytest.TempPathFactory) -> Done:
    add_more()
    before, dump, began = what_is_upstreams(), tmp_path_factory.mktemp('takeover') / 'upstream.sql', process_time()
    return Done(said(f'--dump={dump}'), process_time() - began, dump, before)


@pytest.fixture
def rolled_back(done: Done, rolled_back: None) -> None:
    """Begins after the takeover."""


def test_fifty_endpoints_and_four_hundred_nodes_take_less_than_a_minute(done: Done) -> None:
    # Of this process, whatever else the machine does.
    assert done.seconds < 60
    assert (ProxmoxEndpoint.objects.count(), ProxmoxCluster.objects.count()) == (4 + MANY, 1 + MANY)
    assert ProxmoxNode.objects.count() == 4 + MANY * NODES_OF_EACH
    assert ProxmoxNode.objects.get(pk=FROM + 1).proxmox_cluster == ProxmoxCluster.objects.get(pk=FROM + 2)


def test_it_says_what_it_has_done_and_where_the_dump_is(done: Done) -> None:
    assert 'endpoints: 54, read directly; enabled: 51; with a schedule: 54' in done.said
    assert f'and in {done.dump}, which holds secrets' in done.said
    assert done.dump.stat().st_mode & 0o077 == 0
    assert list(done.dump.parent.iterdir()) == [done.dump]


def test_a_token_comes_over_with_its_secret() -> None:
    lab = ProxmoxEndpoint.objects.get(pk=1)

    assert lab.spec() == EndpointSpec(
        name='lab',
        ip_address='192.0.2.11',
        domain='pve1.example.com',
        port=8006,
        username='netbox@pve',
        password='',
        token_name='netbox',
        token_value='the-secret-of-a-token',
        verify_ssl=True,
        timeout=60,
    )
    assert (lab.enabled, lab.mode, lab.custom_field_data) == (True, 'cluster', {'rack_note': 'B7'})
    assert lab.created is not None
    assert lab.created < ProxboxBackend.objects.get(pk=1).last_updated
    lab.full_clean()


def test_a_password_comes_over_and_a_second_name_is_numbered() -> None:
    second = ProxmoxEndpoint.objects.get(name='lab (2)')

    assert (second.pk, second.ip_address, second.port, second.enabled) == (2, '192.0.2.21', 8007, False)
    assert (second.password.reveal(), second.verify_ssl) == ('a-password', False)


def test_where_no_secret_can_be_read_an_endpoint_waits_for_one() -> None:
    unreadable, vault = ProxmoxEndpoint.objects.filter(pk__in=[3, 4]).order_by('pk')

    assert (unreadable.name, unreadable.enabled, bool(unreadable.password)) == ('2001:db8::31', False, False)
    assert (vault.username, vault.token_name) == ('root@pam', 'vault')
    assert (vault.enabled, bool(vault.token_value)) == (False, False)
    (entry,) = vault.journal_entries.all()
    assert 'enter the value of its token "vault", then enable it' in entry.comments
    with pytest.raises(ValidationError, match='A token needs both its name and its value'):
        vault.full_clean()


def test_schedules_are_those_of_the_jobs_that_read_nodes() -> None:
    lab, second = ProxmoxEndpoint.objects.filter(pk__in=[1, 2]).order_by('pk')

    assert [str(endpoint.sync_interval) for endpoint in (lab, second)] == ['every 2 hours', 'every day']
    assert lab.overdue_at is not None
    assert not Job.objects.filter(data__has_key='proxbox_sync').exists()


def test_backends_come_over_with_their_keys() -> None:
    main, spare = ProxboxBackend.objects.order_by('name')

    assert (main.base_url, main.api_key.reveal(), main.verify_tls) == (
        'https://proxbox.example.com:8800',
        'k' * 40,
        True,
    )
    assert (spare.base_url, spare.enabled, bool(spare.api_key)) == ('http://192.0.2.88:8800', False, False)


def test_clusters_and_nodes_keep_their_links_as_those_of_a_person() -> None:
    cluster, node = ProxmoxCluster.objects.get(pk=1), ProxmoxNode.objects.get(pk=1)

    assert (cluster.name, cluster.netbox_cluster_id, cluster.link_origin) == ('lab', FREE_KEYS, 'person')
    assert (cluster.endpoint_id, cluster.quorate, cluster.version) == (1, True, 3)
    assert (node.name, node.netbox_device_id, node.link_origin) == ('pve1', FREE_KEYS, 'person')
    assert (node.ip_address, node.online, node.custom_field_data) == ('192.0.2.11', True, {'rack_note': 'B7'})
    assert not node.has_current_metrics
    cluster.full_clean()
    node.full_clean()
    assert ProxmoxNode.objects.get(name='pve-alone').proxmox_cluster is None


def test_what_netbox_has_about_them_is_still_about_them() -> None:
    lab, node = ProxmoxEndpoint.objects.get(pk=1), ProxmoxNode.objects.get(pk=1)

    for row in (lab, ProxmoxCluster.objects.get(pk=1), ProxboxBackend.objects.get(pk=1)):
        assert [tag.name for tag in row.tags.all()] == ['kept']
        assert row.journal_entries.filter(comments='before').count() == 1
    assert lab.cf == {'rack_note': 'B7'}
    assert ObjectChange.objects.get(changed_object_type=content_type('proxmoxendpoint')).changed_object == lab
    assert Bookmark.objects.get().object == Subscription.objects.get().object == node
    assert list(SavedFilter.objects.values_list('name', flat=True)) == ['of locations', 'of nodes']
    assert CachedValue.objects.filter(object_type=content_type('proxmoxnode'), value='pve1').exists()


def test_what_would_be_left_of_a_cluster_that_does_not_come_over_is_put_away() -> None:
    clusters = content_type('proxmoxcluster')

    assert JournalEntry.objects.filter(assigned_object_type=clusters).count() == 1
    with connection.cursor() as cursor:
        cursor.execute('SELECT comments, assigned_object_id FROM proxbox_upstream.aside_extras_journalentry')
        assert cursor.fetchall() == [('before', 2)]


def test_a_permission_that_cannot_be_asked_for_gives_nothing() -> None:
    given = {permission.name: permission.object_types.count() for permission in ObjectPermission.objects.all()}

    assert given == {'of names': 1, 'of sites': 0}


def test_the_check_is_content_and_new_rows_get_keys_that_are_free() -> None:
    assert database_is_ours(None, databases=['default']) == []
    assert ProxmoxEndpoint.objects.create(name='new', ip_address='192.0.2.99', password='x').pk == FROM + MANY + 1


def test_keys_of_what_upstream_has_deleted_are_not_given_again() -> None:
    node = ProxmoxNode.objects.create(endpoint_id=1, name='new', online=True)

    assert node.pk == LAST + 1


def test_what_upstreams_rows_refer_to_can_be_deleted() -> None:
    Device.objects.get(pk=FREE_KEYS).delete()
    Cluster.objects.get(pk=FREE_KEYS).delete()

    assert ProxmoxNode.objects.get(pk=1).netbox_device is None


def test_a_second_time_nothing_is_changed() -> None:
    before = what_is_upstreams()

    assert 'There is nothing to take over' in said()
    assert 'There is nothing to take over' in said('--plan')

    assert what_is_upstreams() == before


def test_the_way_back_leads_to_exactly_what_was_there(done: Done) -> None:
    assert "The database is upstream's again" in said('--undo')

    left = ('syncrun', 'heartbeat', 'proxboxbackend', 'extras_journalentry')
    assert {row for row in what_is_upstreams() ^ done.before if row[-1] not in left and row[0] not in left} == set()
    assert JournalEntry.objects.filter(comments__in=['before', 'of a backup']).count() == 5


def test_the_way_back_leaves_out_what_netbox_has_deleted_since() -> None:
    for gone in (Device.objects.get(pk=FREE_KEYS), Cluster.objects.get(pk=FREE_KEYS), Tag.objects.get(slug='kept')):
        gone.delete()

    said('--undo')

    with connection.cursor() as cursor:
        cursor.execute('SELECT netbox_device_id FROM netbox_proxbox_proxmoxnode WHERE id = 1')
        assert cursor.fetchone() == (None,)
        cursor.execute(
            'SELECT id FROM netbox_proxbox_proxmoxstorage '
            'UNION ALL SELECT id FROM netbox_proxbox_proxmoxstoragevirtualdisk'
        )
        assert cursor.fetchone() is None
    assert JournalEntry.objects.filter(comments='before').count() == 4


def test_the_way_back_gives_no_key_again_that_was_given_since() -> None:
    new = ProxboxBackend.objects.create(name='new', base_url='http://127.0.0.1:9', api_key='k' * 32)
    last = new.pk
    new.delete()

    said('--undo')

    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        assert cursor.fetchone() == (last + 1,)


def test_the_way_back_is_open_after_an_upgrade_of_netbox() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UPGRADE)

    said('--undo')

    assert JournalEntry.objects.filter(comments__in=['before', 'of a backup']).count() == 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_job WHERE data ? 'proxbox_sync'")
        assert cursor.fetchone() == (0,)


def test_what_was_kept_can_be_dropped() -> None:
    assert 'What was kept is removed' in said('--drop-old')

    assert 'There is nothing to take over' in said('--plan')
    with pytest.raises(CommandError, match='Nothing was changed'):
        said('--undo')
    assert ProxmoxNode.objects.count() == 4 + MANY * NODES_OF_EACH
