"""What may not be created is a warning of the run, with its reason; the sync goes on."""

from typing import Any

import pytest
from core.models import ObjectChange, ObjectType
from dcim.models import Device
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.db.models import QuerySet
from extras.models import CustomField, Tag
from ipam.models import IPAddress
from netbox.context_managers import event_tracking
from psycopg.errors import ForeignKeyViolation, UniqueViolation
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.create_missing import words_of
from tests.accounts import grant
from tests.readings import cluster_of, numbered

from .creating import DOWN, one_that_creates, sync
from .linked_rows import CLUSTER, node_of, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser('owner')


@pytest.fixture
def endpoint(owner: User) -> ProxmoxEndpoint:
    return one_that_creates(owner)


@pytest.mark.parametrize(
    ('change', 'reason'),
    [
        ({'creation_user': None}, 'it is not known who set this up'),
        (
            {'create_role': None, 'create_site': None},
            'its endpoint does not say "create at the site", "device role" any more.',
        ),
    ],
)
def test_what_cannot_be_created_is_a_warning(endpoint: ProxmoxEndpoint, change: dict[str, Any], reason: str) -> None:
    says(endpoint, link_clusters='off', **change)

    done = sync(endpoint)

    assert [warning.partition(reason)[0] for warning in done.warnings] == [
        'Nothing was created in NetBox for pve1, pve2, pve3: '
    ]
    assert not Device.objects.exists()
    assert ProxmoxNode.objects.count() == 3


@pytest.mark.parametrize(
    ('cause', 'words'),
    [(UniqueViolation(), 'NetBox has one like it already.'), (ForeignKeyViolation(), 'the database refuses it.')],
)
def test_what_the_database_refuses_is_told_by_its_reason(cause: Exception, words: str) -> None:
    refusal = IntegrityError('with all values')
    refusal.__cause__ = cause

    assert words_of(refusal) == words


def test_an_inactive_user_creates_nothing_and_others_what_they_may(endpoint: ProxmoxEndpoint, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert 'the user "owner", who has set that up, is not active' in sync(endpoint).warnings[0]

    operator = User.objects.create_user('operator')
    says(endpoint, creation_user=operator)
    grant(operator, Device, 'add', constraints={'name': 'pve2'})
    done = sync(endpoint)

    assert [device.name for device in Device.objects.all()] == ['pve2']
    assert done.warnings == [
        'Nothing was created in NetBox for lab, pve1, pve3: the user "operator", who has set that up, may not add it.'
    ]
    assert not ObjectChange.objects.filter(object_repr='pve1').exclude(changed_object_type__model='proxmoxnode')


def test_a_validator_of_netbox_refuses_with_its_field(endpoint: ProxmoxEndpoint, settings: Any) -> None:
    settings.CUSTOM_VALIDATORS = {'dcim.device': [{'name': {'regex': '^srv-'}}]}

    done = sync(endpoint)

    assert len(done.warnings) == 1
    assert 'for pve1, pve2, pve3: Custom validation failed for name' in done.warnings[0]


def test_a_required_custom_field_gets_its_default_and_without_one_is_named(endpoint: ProxmoxEndpoint) -> None:
    field = CustomField.objects.create(name='rack_note', type='text', required=True, default='none')
    field.object_types.add(ObjectType.objects.get_for_model(Device))
    says(endpoint, create_in_cluster=True)
    assert sync(endpoint).warnings == []
    assert Device.objects.get(name='pve1').custom_field_data == {'rack_note': 'none'}

    CustomField.objects.update(default=None)
    done = sync(endpoint, cluster_of(*numbered(4), name='lab'))

    assert len(done.warnings) == 1
    assert 'for pve4: ' in done.warnings[0]
    assert 'rack_note' in done.warnings[0]


def test_after_twenty_refusals_the_others_are_left_to_the_next_sync(endpoint: ProxmoxEndpoint, settings: Any) -> None:
    settings.CUSTOM_VALIDATORS = {'dcim.device': [{'name': {'regex': '^srv-'}}]}

    first, second = sync(endpoint, cluster_of(*numbered(30), name='lab')).warnings

    assert 'and 15 more: Custom validation failed' in first
    assert second == 'The others were not tried: the next sync does, once the reason is gone.'


def test_a_name_that_the_tag_cannot_have_costs_nothing(endpoint: ProxmoxEndpoint) -> None:
    Tag.objects.create(name='Created by Proxmox sync', slug='another')

    assert sync(endpoint).warnings == []
    assert Device.objects.get(name='pve1').tags.get().slug == 'proxbox-created'


def test_a_device_that_a_person_deleted_is_not_created_again(endpoint: ProxmoxEndpoint, owner: User, rf: Any) -> None:
    sync(endpoint)
    request = rf.post('/')
    request.id, request.user = '11111111-1111-4111-8111-111111111111', owner
    with event_tracking(request):
        Device.objects.get(name='pve1').delete()

    sync(endpoint)

    assert (node_of(endpoint).netbox_device, node_of(endpoint).link_origin) == (None, 'removed')
    assert not Device.objects.filter(name='pve1').exists()


def test_the_status_follows_only_where_its_owner_may_change_it(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, follow_status=True)
    sync(endpoint)
    operator = User.objects.create_user('operator')
    says(endpoint, creation_user=operator)

    refused = sync(endpoint, DOWN)
    assert 'may not change it' in refused.warnings[0]
    assert set(Device.objects.values_list('status', flat=True)) == {'active'}

    grant(operator, Device, 'change', constraints={'name': 'pve2'})
    sync(endpoint, DOWN)
    assert dict(Device.objects.values_list('name', 'status')) == {'pve1': 'active', 'pve2': 'offline', 'pve3': 'active'}


def test_a_status_follows_only_where_its_owner_may_change_it_as_it_was(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, follow_status=True)
    sync(endpoint)
    operator = User.objects.create_user('operator')
    says(endpoint, creation_user=operator)
    grant(operator, Device, 'change', constraints={'status': 'offline'})

    refused = sync(endpoint, DOWN)

    assert 'may not change it' in refused.warnings[0]
    assert set(Device.objects.values_list('status', flat=True)) == {'active'}


def test_a_validator_may_refuse_a_status(endpoint: ProxmoxEndpoint, settings: Any) -> None:
    says(endpoint, follow_status=True)
    sync(endpoint)
    settings.CUSTOM_VALIDATORS = {'dcim.device': [{'status': {'neq': 'offline'}}]}

    done = sync(endpoint, DOWN)

    assert len(done.warnings) == 3
    assert ProxmoxNode.objects.filter(online=False, followed_status='active').count() == 3


def test_an_address_that_vanishes_while_it_is_looked_at_fails_no_run(
    endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(endpoint, create_interface=True)
    IPAddress.objects.create(address=f'{CLUSTER.nodes[0].ip_address}/24')
    exists = QuerySet.exists

    def exists_no_more(rows: Any) -> bool:
        answer = exists(rows)
        if rows.model is IPAddress and 'NetHost' in str(rows.query.where):
            IPAddress.objects.all().delete()
        return answer

    monkeypatch.setattr(QuerySet, 'exists', exists_no_more)

    assert sync(endpoint).warnings == []
    assert Device.objects.get(name='pve1').primary_ip4 is not None


def test_an_address_that_is_documented_is_assigned_in_the_change_log(
    endpoint: ProxmoxEndpoint, owner: User, rf: Any
) -> None:
    says(endpoint, create_interface=True)
    documented = IPAddress.objects.create(address=f'{CLUSTER.nodes[0].ip_address}/24')
    request = rf.post('/')
    request.id, request.user = '11111111-1111-4111-8111-111111111111', owner

    with event_tracking(request):
        sync(endpoint)

    kind = ContentType.objects.get_for_model(IPAddress)
    change = ObjectChange.objects.get(changed_object_type=kind, changed_object_id=documented.pk, action='update')
    assert change.prechange_data['assigned_object_id'] is None
    assert change.message == 'Assigned by sync run 1'
