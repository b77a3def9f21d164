"""Devices and clusters that a sync creates where no rule finds one: once, as the endpoint says, as who set that up."""

import pytest
from dcim.models import Device, Location, Site
from extras.models import Tag
from ipam.models import IPAddress
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.preview import planned

from .creating import one_that_creates, sync
from .linked_rows import CLUSTER, a_cluster, links, says
from .statements import statements_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser('owner')


@pytest.fixture
def endpoint(owner: User) -> ProxmoxEndpoint:
    return one_that_creates(owner)


def test_what_is_missing_is_created_once_marked_and_linked(endpoint: ProxmoxEndpoint) -> None:
    endpoint.create_tags.add(Tag.objects.create(name='lab', slug='lab'))

    done = sync(endpoint)

    assert {name: origin for name, (_, origin, _) in links().items()} == dict.fromkeys(
        ('lab', 'pve1', 'pve2', 'pve3'), 'created'
    )
    device = Device.objects.get(name='pve1')
    assert (device.site, device.role, device.device_type) == (
        *(endpoint.create_site, endpoint.create_role, endpoint.create_device_type),
    )
    assert (device.status, device.cluster, device.primary_ip4) == ('active', None, None)
    assert sorted(device.tags.slugs()) == ['lab', 'proxbox-created']
    assert Cluster.objects.get().scope == endpoint.create_site
    made = [(each['object_type'], each['name']) for each in done.records if 'proxbox' not in each['object_type']]
    assert made == [('virtualization.cluster', 'lab'), *(('dcim.device', f'pve{number}') for number in (1, 2, 3))]
    assert done.warnings == []
    assert len(statements_of(lambda: sync(endpoint))) == len(statements_of(lambda: sync(endpoint)))
    assert (Device.objects.count(), Cluster.objects.count()) == (3, 1)


def test_nothing_is_created_where_a_rule_finds_something_even_one_that_is_off(endpoint: ProxmoxEndpoint) -> None:
    same, like = create_test_device('pve1'), create_test_device('PVE2.example.com')
    says(endpoint, link_by_short_name=False)

    sync(endpoint)

    assert links()['pve1'] == (same, 'rule:name', [])
    assert links()['pve2'] == (None, '', [like.pk])
    assert set(Device.objects.values_list('name', flat=True)) == {'pve1', 'PVE2.example.com', 'pve3'}


def test_one_that_a_person_says_it_is_not_does_not_stand_in_the_way(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, link_nodes='by-rule')
    like = create_test_device('PVE1.example.com')
    sync(endpoint)
    ProxmoxNode.objects.filter(name='pve1').update(netbox_device=None, link_origin='', link_ignored=[like.pk])
    says(endpoint, link_nodes='create')

    sync(endpoint)

    assert links()['pve1'][1] == 'created'


def test_devices_become_hosts_of_the_cluster_only_where_netbox_allows_it(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, create_in_cluster=True)
    sync(endpoint)
    assert {device.cluster for device in Device.objects.all()} == {Cluster.objects.get()}

    Device.objects.all().delete()
    Cluster.objects.all().delete()
    for model in (ProxmoxCluster, ProxmoxNode):
        model.objects.update(link_origin='')
    a_cluster('lab', scope=Site.objects.create(name='Berlin', slug='ber'))
    done = sync(endpoint)

    assert {device.cluster for device in Device.objects.all()} == {None}
    assert done.warnings == [
        'The devices that were created are not assigned to the NetBox cluster "lab": '
        'The assigned cluster belongs to a different site (Berlin)'
    ]


def test_an_interface_has_the_address_if_asked_for(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, create_interface=True)
    first, second, third = (node.ip_address for node in CLUSTER.nodes)
    documented = IPAddress.objects.create(address=f'{second}/24')
    in_use = create_test_device('router')
    interface = in_use.interfaces.create(name='eth0', type='virtual')
    IPAddress.objects.create(address=f'{third}/24', assigned_object=interface)

    done = sync(endpoint)

    one, two, three = (Device.objects.get(name=f'pve{number}') for number in (1, 2, 3))
    assert str(one.primary_ip4.address) == f'{first}/32'
    assert [(each.name, each.mgmt_only) for each in one.interfaces.all()] == [('mgmt', True)]
    assert two.primary_ip4 == documented
    documented.refresh_from_db()
    assert documented.assigned_object == two.interfaces.get()
    assert (three.primary_ip4, three.interfaces.count()) == (None, 0)
    assert done.warnings == [
        f'Device "pve3" got no management interface with its address {third}: '
        'NetBox has this address already. It is in use, or there more than once, or "owner" may not change it.'
    ]


def test_a_preview_shows_what_would_be_created_and_creates_nothing(endpoint: ProxmoxEndpoint) -> None:
    plan = planned(endpoint, CLUSTER, None, read_at=clock.database_now())

    shown = {(each['object_type'], each['name']): each for each in plan.records}
    device, node = shown['dcim.device', 'pve1'], shown['netbox_proxbox.proxmoxnode', 'pve1']
    assert (device['action'], device['object_id']) == ('create', None)
    assert device['fields']['site'] == [None, 'Amsterdam']
    assert node['fields']['netbox_device'] == [None, 'pve1']
    assert not Device.objects.exists()
    assert not Tag.objects.exists()


def test_a_location_stands_for_its_site(endpoint: ProxmoxEndpoint) -> None:
    room = Location.objects.create(name='room', slug='room', site=Site.objects.get())
    says(endpoint, create_site=None, create_location=room)

    sync(endpoint)

    assert {(device.site, device.location) for device in Device.objects.all()} == {(room.site, room)}
