"""Who gets curves, and what else they are told."""

from typing import Any

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sources.proxmox_ve.scripted_member import ScriptedMember

from .curve_pages import RRD, a_node, text

pytestmark = pytest.mark.django_db


def test_only_who_may_view_the_node_gets_it(
    browser: Client, user: User, node: ProxmoxNode, member: ScriptedMember
) -> None:
    other = a_node(node.endpoint, 'pve2')
    address = f'{node.get_absolute_url()}curves/'
    assert browser.get(address).status_code == 403
    assert Client().get(address).status_code == 302
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})

    assert browser.get(f'{other.get_absolute_url()}curves/').status_code == 404
    assert member.asked == []
    assert 'CPU: at least' in text(browser, node)


def test_who_may_not_see_the_endpoint_is_not_told_of_it(
    browser: Client, user: User, node: ProxmoxNode, replies: dict[str, Reply]
) -> None:
    replies[RRD] = captured_reply('auth-401-new')
    grant(user, ProxmoxNode, 'view')

    shown = text(browser, node)
    assert 'Whoever may see the endpoint of this node is told why.' in shown
    assert '127.0.0.1' not in shown
    assert node.endpoint.name not in shown
    grant(user, ProxmoxEndpoint, 'view')
    assert 'refuses the login' in text(browser, node)


def test_the_pages_ask_nobody(admin: Client, node: ProxmoxNode, member: ScriptedMember) -> None:
    cluster = node.endpoint.clusters.create(name='harbor')
    ProxmoxNode.objects.update(proxmox_cluster=cluster)
    address = f'hx-get="{node.get_absolute_url()}curves/"'
    assert address in admin.get(node.get_absolute_url()).content.decode()
    assert address in admin.get(cluster.get_absolute_url()).content.decode()
    assert member.asked == []


def test_a_cluster_has_the_nodes_that_one_may_see(browser: Client, user: User, node: ProxmoxNode) -> None:
    cluster: Any = node.endpoint.clusters.create(name='harbor')
    other = a_node(node.endpoint, 'pve2')
    ProxmoxNode.objects.update(proxmox_cluster=cluster)
    grant(user, type(cluster), 'view')
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})
    content = browser.get(cluster.get_absolute_url()).content.decode()
    assert f'curves-{node.pk}' in content
    assert f'curves-{other.pk}' not in content
