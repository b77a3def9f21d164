"""What a sync owns is locked on the form, and is no obstacle for whoever may not see the object that it names."""

from typing import Any

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant
from tests.builders import an_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint(name='an-endpoint-of-others')


@pytest.fixture
def cluster(endpoint: ProxmoxEndpoint) -> ProxmoxCluster:
    return ProxmoxCluster.objects.create(endpoint=endpoint, name='a-cluster-of-others')


@pytest.fixture
def node(cluster: ProxmoxCluster) -> ProxmoxNode:
    return ProxmoxNode.objects.create(endpoint=cluster.endpoint, proxmox_cluster=cluster, name='pve1')


def _change(browser: Client, row: Any, **fields: Any) -> int:
    return browser.post(f'{row.get_absolute_url()}edit/', fields).status_code


def test_a_user_who_may_not_view_the_endpoint_saves_a_node(browser: Client, user: User, node: ProxmoxNode) -> None:
    grant(user, ProxmoxNode, 'view', 'change')

    assert _change(browser, node, description='rack 7') == 302

    node.refresh_from_db()
    assert node.description == 'rack 7'
    assert node.endpoint.name == 'an-endpoint-of-others'
    assert node.proxmox_cluster is not None


def test_a_user_who_may_not_view_the_endpoint_saves_a_cluster(
    browser: Client, user: User, cluster: ProxmoxCluster
) -> None:
    grant(user, ProxmoxCluster, 'view', 'change')

    assert _change(browser, cluster, description='east') == 302

    cluster.refresh_from_db()
    assert (cluster.description, cluster.endpoint.name) == ('east', 'an-endpoint-of-others')


def test_a_standalone_node_without_a_cluster_is_saved(browser: Client, user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxNode, 'view', 'change')
    node = ProxmoxNode.objects.create(endpoint=endpoint, name='pve1')

    assert _change(browser, node, description='rack 7') == 302


def test_a_locked_field_offers_what_the_page_of_the_row_names_and_nothing_else(
    browser: Client, user: User, node: ProxmoxNode
) -> None:
    other = an_endpoint(node.endpoint.backend, name='another-endpoint')
    grant(user, ProxmoxNode, 'view', 'change')

    pages = [browser.get(f'{node.get_absolute_url()}{rest}').content.decode() for rest in ('', 'edit/')]
    asked = browser.get(f'{node.get_absolute_url()}edit/?endpoint={other.pk}').content.decode()

    for page in pages:
        assert 'an-endpoint-of-others' in page
        assert 'a-cluster-of-others' in page
    assert 'another-endpoint' not in asked


def test_a_locked_field_cannot_be_posted(browser: Client, user: User, node: ProxmoxNode) -> None:
    other = an_endpoint(node.endpoint.backend, name='another-endpoint')
    grant(user, ProxmoxNode, 'view', 'change')
    grant(user, ProxmoxEndpoint, 'view')

    assert _change(browser, node, endpoint=other.pk, proxmox_cluster='') == 302

    node.refresh_from_db()
    assert node.endpoint.name == 'an-endpoint-of-others'
    assert node.proxmox_cluster is not None


def test_a_new_row_is_offered_what_its_user_may_view(browser: Client, user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxNode, 'add')

    answer = browser.post('/plugins/proxbox/nodes/add/', {'endpoint': endpoint.pk, 'name': 'pve9'})

    assert answer.status_code == 200
    assert not ProxmoxNode.objects.exists()
