"""*Notify me* on the pages of endpoints, clusters and nodes."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from extras.models import EventRule, Notification, NotificationGroup
from users.models import User

from netbox_proxbox.events import names
from netbox_proxbox.events.news import Node
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.events.sender import send_unsent
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant
from tests.builders import an_endpoint

BUTTON = 'Notify me'


@pytest.fixture
def node(db: None) -> ProxmoxNode:
    """A node of a cluster."""
    endpoint = an_endpoint()
    cluster = ProxmoxCluster.objects.create(endpoint=endpoint, name='lab-cluster')
    return ProxmoxNode.objects.create(endpoint=endpoint, proxmox_cluster=cluster, name='pve1')


def said(answer: Any) -> str:
    return ' '.join(str(message) for message in get_messages(answer.wsgi_request))


def may_add(user: User, **constraints: Any) -> None:
    for model in (ProxmoxNode, ProxmoxCluster, ProxmoxEndpoint):
        grant(user, model, 'view')
    grant(user, EventRule, 'add', constraints=constraints or None)
    grant(user, NotificationGroup, 'add')


def test_who_presses_it_is_notified_of_this_object_and_of_no_other(
    browser: Client, user: User, node: ProxmoxNode
) -> None:
    may_add(user)
    other = ProxmoxNode.objects.create(endpoint=node.endpoint, name='pve2')
    assert BUTTON in browser.get(node.get_absolute_url()).content.decode()

    first, second = (browser.post(f'{node.get_absolute_url()}notify/') for _ in range(2))

    rule = EventRule.objects.get()
    assert first['Location'] == second['Location'] == node.get_absolute_url()
    assert f'<a href="{rule.get_absolute_url()}">' in said(first)
    assert 'already' in said(second)
    assert rule.description == 'Notify me: pve1'
    EventRule.objects.update(enabled=False)
    assert 'is disabled' in said(browser.post(f'{node.get_absolute_url()}notify/'))
    EventRule.objects.update(enabled=True)
    assert list(NotificationGroup.objects.get().users.all()) == [user]
    for each in (other, node):
        put([event_about(each, names.NODE_OFFLINE, 'It is offline.', nodes=[Node(each.pk, each.name)])])
    send_unsent()
    assert [notification.object for notification in Notification.objects.filter(user=user)] == [node]


def test_a_cluster_and_its_endpoint_have_a_rule_each_and_one_group(
    browser: Client, user: User, node: ProxmoxNode
) -> None:
    may_add(user)
    for about in (node.proxmox_cluster, node.endpoint):
        assert about is not None
        browser.post(f'{about.get_absolute_url()}notify/')

    assert NotificationGroup.objects.count() == 1
    conditions = EventRule.objects.values_list('conditions', flat=True)
    assert list(conditions) == [{'attr': 'endpoint_ids', 'op': 'contains', 'value': node.endpoint_id}] * 2


def test_who_may_not_add_rules_has_no_button_and_is_refused(browser: Client, user: User, node: ProxmoxNode) -> None:
    grant(user, ProxmoxNode, 'view')
    grant(user, NotificationGroup, 'add')

    assert BUTTON not in browser.get(node.get_absolute_url()).content.decode()
    assert browser.post(f'{node.get_absolute_url()}notify/').status_code == 403
    assert not EventRule.objects.exists()


def test_who_may_not_view_the_endpoint_has_no_button_and_is_refused(
    browser: Client, user: User, node: ProxmoxNode
) -> None:
    for model, action in ((ProxmoxNode, 'view'), (EventRule, 'add'), (NotificationGroup, 'add')):
        grant(user, model, action)
    assert BUTTON not in browser.get(node.get_absolute_url()).content.decode()

    assert 'view its endpoint' in said(browser.post(f'{node.get_absolute_url()}notify/'))
    assert not NotificationGroup.objects.exists()


def test_a_permission_that_does_not_allow_just_this_is_told_and_leaves_nothing(
    browser: Client, user: User, node: ProxmoxNode
) -> None:
    may_add(user, name='another')

    assert said(browser.post(f'{node.get_absolute_url()}notify/')) == (
        'You do not have the permission to add the event rule that this needs.'
    )
    assert not NotificationGroup.objects.exists()


def test_a_name_that_is_taken_is_told(browser: Client, user: User, node: ProxmoxNode) -> None:
    may_add(user)
    NotificationGroup.objects.create(name='ProxBox: operator')

    assert 'already exists' in said(browser.post(f'{node.get_absolute_url()}notify/'))
    assert not EventRule.objects.exists()
