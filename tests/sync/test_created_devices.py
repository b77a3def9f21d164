"""A device that a sync has created belongs to people; its status follows the node's until one of them sets another."""

import pytest
from core.models import ObjectType
from dcim.models import Device, DeviceRole, DeviceType
from extras.models import CustomField
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

from .creating import DOWN, one_that_creates, sync
from .linked_rows import CLUSTER, node_of, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    return one_that_creates(User.objects.create_superuser('owner'))


def test_what_people_do_to_a_created_device_stays(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, follow_status=True)
    sync(endpoint)
    device = Device.objects.get(name='pve1')
    edits = {
        'role': DeviceRole.objects.create(name='Other', slug='other'),
        'device_type': DeviceType.objects.create(manufacturer=device.device_type.manufacturer, model='B', slug='b'),
        **{'serial': 'S1', 'status': 'planned', 'name': 'renamed', 'custom_field_data': {'rack_unit': 7}},
    }
    CustomField.objects.create(name='rack_unit', type='integer').object_types.add(
        ObjectType.objects.get_for_model(Device)
    )
    for name, value in edits.items():
        setattr(device, name, value)
    device.save()
    device.tags.clear()
    ProxmoxNode.objects.filter(name='pve2').update(netbox_device=None, link_origin='removed')

    for online in (False, True):
        sync(endpoint, CLUSTER if online else DOWN)

    device.refresh_from_db()
    assert {name: getattr(device, name) for name in edits} == edits
    assert not device.tags.exists()
    assert node_of(endpoint, 'pve2').netbox_device is None
    assert Device.objects.count() == 3


def test_the_status_follows_until_a_person_sets_another(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, follow_status=True)
    sync(endpoint)

    down = sync(endpoint, DOWN)

    told = [each for each in down.records if each['object_type'] == 'dcim.device']
    assert [each['fields'] for each in told] == [{'status': ['active', 'offline']}] * 3
    assert set(Device.objects.values_list('status', flat=True)) == {'offline'}
    Device.objects.filter(name='pve1').update(status='decommissioning')
    sync(endpoint)
    assert dict(Device.objects.values_list('name', 'status')) == {
        'pve1': 'decommissioning',
        'pve2': 'active',
        'pve3': 'active',
    }
    assert node_of(endpoint).followed_status == ''


def test_a_status_is_not_followed_unless_asked_for(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, create_status='staged')
    sync(endpoint)
    says(endpoint, follow_status=True)

    sync(endpoint, DOWN)

    assert set(Device.objects.values_list('status', flat=True)) == {'staged'}
