"""What a sync has created says so on its page; who set that up is shown, and the settings are where people look."""

import re
from typing import Any

import pytest
from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from django.test import Client
from extras.models import CustomLink, Tag
from users.models import User
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.builders import an_endpoint, written
from tests.readings import cluster_of

pytestmark = pytest.mark.django_db

PAGES = '/plugins/proxbox/endpoints/proxmox/'
NEW = {'name': 'new', 'domain': 'pve1', 'port': 8006, 'username': 'root@pam', 'password': 'a-password'}


@pytest.fixture
def objects() -> dict[str, Any]:
    """What devices and clusters are created with."""
    maker = Manufacturer.objects.create(name='Supermicro', slug='supermicro')
    return {
        'create_site': Site.objects.create(name='Amsterdam', slug='ams'),
        'create_role': DeviceRole.objects.create(name='Hypervisor', slug='hypervisor'),
        'create_device_type': DeviceType.objects.create(manufacturer=maker, model='A', slug='a'),
        'create_cluster_type': ClusterType.objects.create(name='Proxmox VE', slug='pve'),
    }


@pytest.fixture
def endpoint(objects: dict[str, Any]) -> ProxmoxEndpoint:
    owner = User.objects.create_superuser('owner')
    return an_endpoint(link_nodes='create', link_clusters='create', creation_user=owner, **objects)


def button_on(browser: Client, target: Any) -> list[str]:
    """Where the button of a page leads."""
    return re.findall(
        r'<a href="([^"]+)" class="btn[^>]*>Proxmox</a>', browser.get(target.get_absolute_url()).content.decode()
    )


def test_a_button_leads_to_the_proxmox_side_until_somebody_deletes_it(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1', name='lab'))
    device, node = Device.objects.get(), ProxmoxNode.objects.get()

    for page, row in ((device, node), (Cluster.objects.get(), node.proxmox_cluster)):
        assert f'<a href="{row.get_absolute_url()}" class="btn' in admin.get(page.get_absolute_url()).content.decode()
    device.tags.clear()
    assert (
        f'<a href="{node.get_absolute_url()}" class="btn' not in admin.get(device.get_absolute_url()).content.decode()
    )

    CustomLink.objects.all().delete()
    device.delete()
    ProxmoxNode.objects.update(link_origin='')
    endpoint.refresh_from_db()
    written(endpoint, cluster_of('pve1', name='lab'))
    assert Device.objects.get().tags.exists()
    assert not CustomLink.objects.exists()


def test_whoever_changes_the_settings_creates(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    path = f'/api/plugins/proxbox/endpoints/{endpoint.pk}/'
    assert admin.patch(path, {'description': 'other'}, content_type='application/json').status_code == 200
    endpoint.refresh_from_db()
    assert str(endpoint.creation_user) == 'owner'

    answer = admin.patch(path, {'create_status': 'staged'}, content_type='application/json').json()

    endpoint.refresh_from_db()
    assert str(endpoint.creation_user) == answer['creation_user']['username'] == 'administrator'
    page = admin.get(endpoint.get_absolute_url()).content.decode()
    assert 'Created Where Nothing Is Found' in page


@pytest.mark.parametrize('change', [{'create_tags': []}, {'ip_address': '192.0.2.9', 'password': 'a-password'}])
def test_so_does_who_changes_the_tags_or_where_it_is_read(
    admin: Client, endpoint: ProxmoxEndpoint, change: dict[str, Any]
) -> None:
    endpoint.create_tags.add(Tag.objects.create(name='lab', slug='lab'))
    path = f'/api/plugins/proxbox/endpoints/{endpoint.pk}/'

    assert admin.patch(path, change, content_type='application/json').status_code == 200

    endpoint.refresh_from_db()
    assert str(endpoint.creation_user) == 'administrator'


def test_the_form_asks_for_what_is_needed_and_saves_it(admin: Client, objects: dict[str, Any]) -> None:
    chosen: dict[str, Any] = {'link_nodes': 'create', 'link_clusters': 'create', 'create_status': 'active'}
    answer = admin.post(f'{PAGES}add/', {**NEW, **chosen})
    assert set(answer.context['form'].errors) == set(objects)

    tag = Tag.objects.create(name='lab', slug='lab')
    chosen |= {name: each.pk for name, each in objects.items()} | {'create_tags': [tag.pk], 'follow_status': 'on'}
    assert admin.post(f'{PAGES}add/', {**NEW, **chosen}).status_code == 302

    endpoint = ProxmoxEndpoint.objects.get(name='new')
    assert (str(endpoint.creation_user), endpoint.follow_status) == ('administrator', True)
    assert list(endpoint.create_tags.all()) == [tag]
    assert {name: getattr(endpoint, name) for name in objects} == objects


@pytest.mark.parametrize('scope', ['link_site', 'link_role'])
def test_what_the_rules_would_not_see_is_refused(admin: Client, objects: dict[str, Any], scope: str) -> None:
    model = {'link_site': Site, 'link_role': DeviceRole}[scope]
    elsewhere = model.objects.create(name='else', slug='else')
    chosen = {'link_nodes': 'create', 'link_clusters': 'off', 'create_status': 'active', scope: elsewhere.pk}

    answer = admin.post(f'{PAGES}add/', {**NEW, **chosen, **{name: each.pk for name, each in objects.items()}})

    assert set(answer.context['form'].errors) == {scope.replace('link', 'create')}


def test_an_import_and_a_bulk_edit_say_it(admin: Client, objects: dict[str, Any]) -> None:
    Tag.objects.create(name='lab', slug='lab')
    head = 'name,domain,password,link_nodes,create_site,create_role,create_device_type,create_tags,follow_status'
    lines = f'{head}\nnew,pve1,a-password,create,Amsterdam,Hypervisor,a,lab,true'
    answer = admin.post(f'{PAGES}import/', {'data': lines, 'format': 'csv', 'csv_delimiter': ','})
    assert answer.status_code == 302, answer.context['form'].errors
    endpoint = ProxmoxEndpoint.objects.get(name='new')
    assert (endpoint.link_nodes, endpoint.follow_status, endpoint.create_tags.count()) == ('create', True, 1)

    chosen = {'create_interface': 'true', 'create_status': 'staged', '_nullify': ['create_tags']}
    assert admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk], '_apply': 'on', **chosen}).status_code == 302

    endpoint.refresh_from_db()
    assert (endpoint.create_interface, endpoint.create_status, endpoint.create_tags.count()) == (True, 'staged', 0)


def test_rest_writes_and_graphql_reads_it(admin: Client, objects: dict[str, Any], endpoint: ProxmoxEndpoint) -> None:
    Tag.objects.create(name='lab', slug='lab')
    path = f'/api/plugins/proxbox/endpoints/{endpoint.pk}/'

    answer = admin.patch(path, {'create_tags': [Tag.objects.get().pk]}, content_type='application/json')

    assert [tag['slug'] for tag in answer.json()['create_tags']] == ['lab']
    query = '{proxmox_endpoint_list {create_site {name} create_device_type {model} create_tags {slug} follow_status}}'
    read = admin.post('/graphql/', {'query': query}, content_type='application/json').json()['data']
    assert read['proxmox_endpoint_list'] == [
        {
            'create_site': {'name': 'Amsterdam'},
            'create_device_type': {'model': 'A'},
            'create_tags': [{'slug': 'lab'}],
            'follow_status': False,
        }
    ]
