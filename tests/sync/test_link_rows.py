"""Rules link the rows of a reading: only what is beyond doubt, and nothing that a person decided."""

from typing import Any

import pytest
from dcim.models import Device, Interface, Site
from ipam.models import IPAddress
from tenancy.models import Tenant
from utilities.testing import create_test_device
from virtualization.models import Cluster

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.builders import an_endpoint, backend_of
from tests.readings import standalone_host

from .linked_rows import CLUSTER, a_cluster, links, node_of, says, sync

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    return an_endpoint()


def test_the_first_sync_links_what_is_documented(endpoint: ProxmoxEndpoint) -> None:
    cluster, device, other = a_cluster('LAB'), create_test_device('pve1'), create_test_device('PVE2.example.com')

    records = sync(endpoint)

    assert links() == {
        'lab': (cluster, 'rule:short-name', []),
        'pve1': (device, 'rule:name', []),
        'pve2': (other, 'rule:short-name', []),
        'pve3': (None, '', []),
    }
    assert [(each['name'], each['action'], each['fields']) for each in records][1] == (
        'pve1',
        'create',
        {'netbox_device': [None, device.pk], 'link_origin': ['', 'rule:name']},
    )
    assert sync(endpoint) == []


@pytest.mark.parametrize(
    ('settings', 'linked'),
    [
        ({'link_nodes': 'off'}, {'lab'}),
        ({'link_clusters': 'off'}, {'pve1', 'pve2'}),
        ({'link_by_name': False}, {'lab', 'pve1', 'pve2'}),
        ({'link_by_short_name': False}, {'lab', 'pve1'}),
        ({'link_by_name': False, 'link_by_short_name': False}, set()),
    ],
)
def test_the_endpoint_says_what_is_linked_and_by_which_rules(
    endpoint: ProxmoxEndpoint, settings: dict[str, Any], linked: set[str]
) -> None:
    a_cluster()
    create_test_device('pve1')
    create_test_device('PVE2')
    says(endpoint, **settings)

    sync(endpoint)

    assert {name for name, (target, _, _) in links().items() if target} == linked


def test_two_hosts_of_one_name_leave_their_device_to_a_person(endpoint: ProxmoxEndpoint) -> None:
    other, device = an_endpoint(backend_of(endpoint), name='other', link_nodes='off'), create_test_device('pve')
    sync(other, standalone_host('pve'))
    says(other, link_nodes='by-rule')

    for each in (endpoint, other):
        records = sync(each, standalone_host('pve'))
        assert [record['fields'] for record in records] == [{'link_candidates': [[], [device.pk]]}]
        assert sync(each, standalone_host('pve')) == []

    for each in (endpoint, other):
        node = node_of(each, 'pve')
        assert (node.netbox_device, node.link_origin, node.link_candidates) == (None, '', [device.pk])


def test_a_link_of_a_rule_is_taken_back_when_another_host_of_that_name_is_read(endpoint: ProxmoxEndpoint) -> None:
    other, device = an_endpoint(backend_of(endpoint), name='other'), create_test_device('pve')
    sync(other, standalone_host('pve'))
    assert node_of(other, 'pve').netbox_device == device

    records = sync(endpoint, standalone_host('pve'))

    for each in (endpoint, other):
        node = node_of(each, 'pve')
        assert (node.netbox_device, node.link_origin, node.link_candidates) == (None, '', [device.pk])
    assert [(each['action'], each['fields'].get('netbox_device')) for each in records] == [
        ('update', [device.pk, None]),
        ('create', None),
    ]
    assert sync(other, standalone_host('pve')) == sync(endpoint, standalone_host('pve')) == []


@pytest.mark.parametrize(
    ('host', 'device', 'linked'),
    [
        # The name that is the same has the better claim, whoever came first.
        ('pve', 'pve.example.com', None),
        ('PVE', 'pve', 'pve'),
    ],
)
def test_a_weaker_claim_takes_nothing_back(
    endpoint: ProxmoxEndpoint, host: str, device: str, linked: str | None
) -> None:
    other = an_endpoint(backend_of(endpoint), name='other')
    create_test_device(device)
    sync(other, standalone_host('pve'))

    sync(endpoint, standalone_host(host))

    has_it = node_of(other, 'pve').netbox_device
    assert (has_it and has_it.name) == linked


@pytest.mark.parametrize('origin', ['person', 'created', 'renamed'])
def test_what_a_person_linked_or_a_sync_created_is_not_contested(endpoint: ProxmoxEndpoint, origin: str) -> None:
    other, device = an_endpoint(backend_of(endpoint), name='other'), create_test_device('pve')
    sync(other, standalone_host('old' if origin == 'renamed' else 'pve'))
    noted = 'rule:name' if origin == 'renamed' else origin
    ProxmoxNode.objects.update(netbox_device=device, link_origin=noted)

    sync(endpoint, standalone_host('pve'))

    assert node_of(other, 'old' if origin == 'renamed' else 'pve').netbox_device == device
    assert (node_of(endpoint, 'pve').netbox_device, node_of(endpoint, 'pve').link_candidates) == (None, [device.pk])


def test_devices_of_one_name_in_two_sites_are_candidates_and_a_scope_decides(endpoint: ProxmoxEndpoint) -> None:
    devices = [create_test_device('pve1', site=Site.objects.create(name=name, slug=name)) for name in 'ab']

    sync(endpoint)
    assert node_of(endpoint).link_candidates == sorted(device.pk for device in devices)

    says(endpoint, link_site=devices[1].site)
    sync(endpoint)
    assert links()['pve1'] == (devices[1], 'rule:name', [])


def test_hosts_of_one_name_in_two_scopes_have_each_its_own_device(endpoint: ProxmoxEndpoint) -> None:
    other = an_endpoint(backend_of(endpoint), name='other')
    devices = [create_test_device('pve', site=Site.objects.create(name=name, slug=name)) for name in 'ab']
    for each, device in zip((endpoint, other), devices, strict=True):
        says(each, link_nodes='off')
        sync(each, standalone_host('pve'))
        says(each, link_nodes='by-rule', link_site=device.site)

    for each in (endpoint, other):
        sync(each, standalone_host('pve'))

    assert [node_of(each, 'pve').netbox_device for each in (endpoint, other)] == devices


def test_a_rule_has_its_scope(endpoint: ProxmoxEndpoint) -> None:
    tenant = Tenant.objects.create(name='one', slug='one')
    create_test_device('pve1')
    a_cluster()
    says(endpoint, link_tenant=tenant)
    sync(endpoint)
    assert {target for target, _, _ in links().values()} == {None}

    Device.objects.update(tenant=tenant)
    Cluster.objects.update(tenant=tenant)
    sync(endpoint)
    assert {name for name, (target, _, _) in links().items() if target} == {'lab', 'pve1'}


@pytest.mark.parametrize('use', ['primary_ip4', 'oob_ip', 'of an interface'])
def test_an_address_finds_a_device_within_a_scope(endpoint: ProxmoxEndpoint, use: str) -> None:
    address = CLUSTER.nodes[0].ip_address
    device = create_test_device('server-7')
    interface = Interface.objects.create(device=device, name='mgmt', type='virtual')
    found = IPAddress.objects.create(address=f'{address}/24', assigned_object=interface)
    if use != 'of an interface':
        Device.objects.filter(pk=device.pk).update(**{use: found})
    says(endpoint, link_by_address=True)
    sync(endpoint)
    assert node_of(endpoint).netbox_device is None

    says(endpoint, link_site=device.site)
    sync(endpoint)

    assert links()['pve1'] == (device, 'rule:address', [])
