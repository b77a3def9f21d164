"""The Proxmox side on pages of NetBox's own objects, and choosing it there."""

import re
from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.forms.links import DeviceLinkForm
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.tests import estate
from tests.accounts import grant


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    return estate.make_nodes()


@pytest.fixture
def netbox_cluster(db: None) -> Cluster:
    return Cluster.objects.create(name='prod', type=ClusterType.objects.create(name='Proxmox VE', slug='pve'))


@pytest.fixture
def device(db: None) -> Device:
    device: Device = create_test_device('rack-7')
    return device


@pytest.fixture
def linked(nodes: list[ProxmoxNode], netbox_cluster: Cluster, device: Device) -> ProxmoxNode:
    node = nodes[0]
    ProxmoxCluster.objects.filter(pk=node.proxmox_cluster_id).update(netbox_cluster=netbox_cluster, quorate=False)
    ProxmoxNode.objects.filter(pk=node.pk).update(netbox_device=device)
    return node


def _page(browser: Client, target: Any) -> str:
    answer = browser.get(target.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def _shown(page: str) -> str:
    """What the form says that it was opened with."""
    found = re.search(r'<input type="hidden" name="shown"(?: value="([^"]*)")?', page)
    assert found
    return found[1] or ''


def _cell(page: str, label: str) -> str:
    """The words beside a label of a panel."""
    found = re.search(rf'<th scope="row">{label}</th>\s*<td>(.*?)</td>', page, re.S)
    assert found
    return strip_tags(found[1]).strip()


def test_the_page_of_a_cluster_shows_its_proxmox_side(
    admin: Client, linked: ProxmoxNode, netbox_cluster: Cluster
) -> None:
    page = _page(admin, netbox_cluster)

    for words in ('Cluster 1', 'No quorum', '1 / 1', 'Endpoint 1', 'Change link', '/proxmox-link/'):
        assert words in page


def test_the_page_of_a_device_shows_its_proxmox_side(admin: Client, linked: ProxmoxNode, device: Device) -> None:
    page = _page(admin, device)

    for words in ('node-1', 'Online', '10.0%', '1.0 / 4.0 GB', 'Cluster 1', 'Endpoint 1', '/proxmox-link/'):
        assert words in page
    assert _cell(page, 'Uptime') == '1d'


def test_who_may_not_see_the_rows_sees_no_panel(
    browser: Client, user: User, linked: ProxmoxNode, netbox_cluster: Cluster, device: Device
) -> None:
    grant(user, Cluster, 'view')
    grant(user, Device, 'view')

    for target in (netbox_cluster, device):
        page = _page(browser, target)
        assert not [title for title in ('Proxmox Cluster', 'Proxmox Node', 'Not linked') if title in page]


def test_who_may_only_see_gets_no_button(
    browser: Client, user: User, linked: ProxmoxNode, netbox_cluster: Cluster
) -> None:
    for model in (Cluster, ProxmoxCluster):
        grant(user, model, 'view')

    page = _page(browser, netbox_cluster)

    assert 'No quorum' in page
    assert '1 / 1' not in page
    assert '/proxmox-link/' not in page


def test_a_link_is_offered_where_there_is_none_to_those_who_may_change(
    browser: Client, user: User, admin: Client, netbox_cluster: Cluster, device: Device
) -> None:
    grant(user, Device, 'view')
    grant(user, ProxmoxNode, 'view')

    assert 'Not linked' in _page(admin, device)
    assert 'Not linked' in _page(admin, netbox_cluster)
    assert 'Not linked' not in _page(browser, device)


def test_a_panel_costs_one_query(admin: Client, linked: ProxmoxNode, netbox_cluster: Cluster, device: Device) -> None:
    for target, table in ((netbox_cluster, 'netbox_proxbox_proxmoxcluster'), (device, 'netbox_proxbox_proxmoxnode')):
        with CaptureQueriesContext(connection) as asked:
            _page(admin, target)

        reads = [query['sql'] for query in asked if f'"{table}"."name"' in query['sql']]
        others = [query['sql'] for query in asked if '"netbox_proxbox_proxmoxendpoint"."name"' in query['sql']]
        assert len(reads) == 1
        assert others == reads


def test_links_are_chosen_and_dropped_under_the_user(
    browser: Client, user: User, linked: ProxmoxNode, nodes: list[ProxmoxNode], device: Device
) -> None:
    grant(user, Device, 'view')
    grant(user, ProxmoxNode, 'view', 'change')
    address = f'/dcim/devices/{device.pk}/proxmox-link/'

    page = browser.get(address).content.decode()
    assert 'node-1' in page
    assert browser.post(address, {'rows': [nodes[1].pk], 'shown': _shown(page)}).status_code == 302

    assert [node.netbox_device for node in ProxmoxNode.objects.order_by('pk')] == [None, device, None]
    changes = ObjectChange.objects.filter(changed_object_type__model='proxmoxnode')
    assert sorted((change.object_repr, change.user) for change in changes) == [('node-1', user), ('node-2', user)]


def test_a_row_that_is_linked_elsewhere_keeps_its_link(
    admin: Client, linked: ProxmoxNode, netbox_cluster: Cluster
) -> None:
    other = Cluster.objects.create(name='other', type=netbox_cluster.type)
    address = f'/virtualization/clusters/{other.pk}/proxmox-link/'

    answer = admin.post(address, {'rows': [linked.proxmox_cluster_id]})

    assert 'Cluster 1 is linked to prod. Unlink it there first.' in answer.content.decode()
    assert ProxmoxCluster.objects.get(pk=linked.proxmox_cluster_id).netbox_cluster == netbox_cluster


def test_rows_that_the_user_may_not_change_are_not_touched(
    browser: Client, user: User, linked: ProxmoxNode, nodes: list[ProxmoxNode], device: Device
) -> None:
    grant(user, Device, 'view')
    grant(user, ProxmoxNode, 'change', constraints={'name': 'node-2'})
    address = f'/dcim/devices/{device.pk}/proxmox-link/'

    assert browser.post(address, {'rows': [nodes[2].pk]}).status_code == 200
    assert browser.post(address, {'rows': [nodes[1].pk]}).status_code == 302

    assert [node.netbox_device for node in ProxmoxNode.objects.order_by('pk')] == [device, device, None]


@pytest.mark.parametrize('model', [ProxmoxNode, Device])
def test_choosing_needs_both_permissions(browser: Client, user: User, device: Device, model: Any) -> None:
    grant(user, model, 'view', 'change')

    assert browser.get(f'/dcim/devices/{device.pk}/proxmox-link/').status_code in (403, 404)


def test_a_link_that_would_leave_the_users_permission_is_refused(
    browser: Client, user: User, nodes: list[ProxmoxNode], device: Device
) -> None:
    grant(user, Device, 'view')
    grant(user, ProxmoxNode, 'change', constraints={'netbox_device__isnull': True})

    answer = browser.post(f'/dcim/devices/{device.pk}/proxmox-link/', {'rows': [nodes[0].pk]})

    assert answer.status_code == 200
    assert not ProxmoxNode.objects.filter(netbox_device=device).exists()


def test_a_link_that_was_made_after_the_form_was_opened_stays(
    admin: Client, linked: ProxmoxNode, nodes: list[ProxmoxNode], device: Device
) -> None:
    address = f'/dcim/devices/{device.pk}/proxmox-link/'
    shown = _shown(admin.get(address).content.decode())
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(netbox_device=device, link_origin='rule:name')

    assert admin.post(address, {'rows': [], 'shown': shown}).status_code == 302

    found = ProxmoxNode.objects.order_by('pk').values_list('netbox_device', 'link_origin')
    assert list(found) == [(None, 'removed'), (device.pk, 'rule:name'), (None, '')]


def test_a_form_that_is_shown_again_remembers_what_it_was_opened_with(
    admin: Client, linked: ProxmoxNode, nodes: list[ProxmoxNode], device: Device
) -> None:
    address = f'/dcim/devices/{device.pk}/proxmox-link/'
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(netbox_device=create_test_device('other'))

    page = admin.post(address, {'rows': [nodes[1].pk], 'shown': str(linked.pk)}).content.decode()

    assert 'Unlink it there first.' in page
    assert _shown(page) == str(linked.pk)


def test_a_row_that_gets_another_link_at_that_moment_keeps_it(nodes: list[ProxmoxNode], device: Device) -> None:
    form = DeviceLinkForm({'rows': [nodes[0].pk]}, target=device, user=User.objects.create(is_superuser=True))
    assert form.is_valid()
    ProxmoxNode.objects.filter(pk=nodes[0].pk).update(netbox_device=create_test_device('other'))

    with transaction.atomic(), pytest.raises(ValidationError, match=r'Unlink it there first'):
        form.locked_changes()


@pytest.mark.parametrize('shown', ['nonsense', '9' * 5000])
def test_what_was_never_shown_is_refused(admin: Client, linked: ProxmoxNode, device: Device, shown: str) -> None:
    answer = admin.post(f'/dcim/devices/{device.pk}/proxmox-link/', {'rows': [], 'shown': shown})

    assert answer.status_code == 200
    assert ProxmoxNode.objects.filter(netbox_device=device).exists()
