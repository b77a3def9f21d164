"""Linking chosen rows by name: what is beyond doubt is linked, and the rest is told."""

from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device, Site
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.tests import estate
from tests.accounts import grant

CLUSTERS, NODES = (f'/plugins/proxbox/{kind}/link-by-name/' for kind in ('clusters', 'nodes'))


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    return estate.make_nodes()


def _link(browser: Client, address: str, rows: Any = (), **data: Any) -> list[str]:
    answer = browser.post(address, {'pk': [row.pk for row in rows], **data})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_clusters_are_linked_as_an_edit_of_the_user(browser: Client, user: User, nodes: list[ProxmoxNode]) -> None:
    grant(user, ProxmoxCluster, 'view', 'change')
    grant(user, Cluster, 'view')
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    target = Cluster.objects.create(name='Cluster 1', type=kind)
    Cluster.objects.create(name='CLUSTER 2', type=kind)

    words = _link(browser, CLUSTERS, ProxmoxCluster.objects.all())

    assert list(ProxmoxCluster.objects.filter(netbox_cluster=target).values_list('name', flat=True)) == ['Cluster 1']
    assert ProxmoxCluster.objects.filter(netbox_cluster=None).count() == 2
    change = ObjectChange.objects.get(changed_object_type__model='proxmoxcluster')
    assert (change.user, change.prechange_data['netbox_cluster'], change.postchange_data['netbox_cluster']) == (
        user,
        None,
        target.pk,
    )
    assert words == [
        '1 link was made.',
        '2 have no NetBox object of exactly the same name that you may see: Cluster 2, Cluster 3',
    ]


def test_every_kind_of_remainder_is_told(admin: Client, nodes: list[ProxmoxNode]) -> None:
    taken, free = create_test_device('node-2'), create_test_device('node-3')
    ProxmoxNode.objects.filter(name='node-1').update(netbox_device=taken)
    twins = [ProxmoxNode.objects.create(name='node-3', endpoint=node.endpoint) for node in nodes[:2]]

    words = _link(admin, NODES, [*nodes[:2], *twins])

    assert words == [
        '0 links were made.',
        '1 was linked already: node-1',
        'The NetBox object of 1 is linked to another: node-2',
        '2 share their names with other Proxmox rows without a link; link them by hand: node-3, node-3',
    ]
    assert not ProxmoxNode.objects.filter(netbox_device=free).exists()


def test_a_rival_counts_whether_it_was_chosen_and_seen_or_not(
    browser: Client, user: User, nodes: list[ProxmoxNode]
) -> None:
    grant(user, ProxmoxNode, 'view', 'change', constraints={'endpoint': nodes[0].endpoint_id})
    grant(user, Device, 'view')
    rival = ProxmoxNode.objects.create(name='node-1', endpoint=nodes[1].endpoint)
    device = create_test_device('node-1')

    assert _link(browser, NODES, nodes[:1]) == [
        '0 links were made.',
        '1 shares its name with another Proxmox row without a link; link it by hand: node-1',
    ]

    ProxmoxNode.objects.filter(pk=rival.pk).update(netbox_device=create_test_device('elsewhere'))
    assert _link(browser, NODES, nodes[:1])[-1] == '1 link was made.'
    assert ProxmoxNode.objects.get(netbox_device=device) == nodes[0]


def test_many_rows_cost_as_many_questions_as_few(admin: Client, nodes: list[ProxmoxNode]) -> None:
    more = [ProxmoxNode.objects.create(name=f'pve-{i}', endpoint=nodes[0].endpoint) for i in range(20)]

    counts = []
    for rows in (nodes[:1], [*nodes, *more]):
        with CaptureQueriesContext(connection) as asked:
            _link(admin, NODES, rows)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_only_objects_that_the_user_may_see_are_candidates(
    browser: Client, user: User, nodes: list[ProxmoxNode]
) -> None:
    grant(user, ProxmoxNode, 'view', 'change')
    create_test_device('node-1')

    assert 'no NetBox object of exactly the same name' in _link(browser, NODES, nodes[:1])[1]
    assert not ProxmoxNode.objects.exclude(netbox_device=None).exists()


def test_only_rows_that_the_user_may_change_are_linked(browser: Client, user: User, nodes: list[ProxmoxNode]) -> None:
    grant(user, ProxmoxNode, 'view')
    grant(user, ProxmoxNode, 'change', constraints={'name': 'node-1'})
    grant(user, Device, 'view')
    devices = [create_test_device(node.name) for node in nodes]

    assert _link(browser, NODES, nodes) == ['1 link was made.']
    assert ProxmoxNode.objects.get(netbox_device__in=devices).name == 'node-1'


def test_all_that_a_filter_shows_are_linked(admin: Client, nodes: list[ProxmoxNode]) -> None:
    for node in nodes:
        create_test_device(node.name)

    _link(admin, f'{NODES}?name=node-1&name=node-3', _all='on')

    linked = ProxmoxNode.objects.exclude(netbox_device=None)
    assert sorted(linked.values_list('name', flat=True)) == ['node-1', 'node-3']


def test_a_link_that_would_leave_the_users_permission_undoes_all(
    browser: Client, user: User, nodes: list[ProxmoxNode]
) -> None:
    grant(user, ProxmoxNode, 'view', 'change', constraints={'netbox_device__isnull': True})
    grant(user, Device, 'view')
    create_test_device('node-1')

    _link(browser, NODES, nodes)

    assert not ProxmoxNode.objects.exclude(netbox_device=None).exists()
    assert not ObjectChange.objects.filter(changed_object_type__model='proxmoxnode').exists()


def test_without_the_permission_to_change_nothing_is_linked(
    browser: Client, user: User, nodes: list[ProxmoxNode]
) -> None:
    grant(user, ProxmoxNode, 'view')

    assert browser.post(NODES, {'pk': [nodes[0].pk]}).status_code == 403
    assert 'Link by name' not in browser.get('/plugins/proxbox/nodes/').content.decode()


def test_the_lists_have_the_button(admin: Client, nodes: list[ProxmoxNode]) -> None:
    for kind in ('clusters', 'nodes'):
        assert f'/plugins/proxbox/{kind}/link-by-name/' in admin.get(f'/plugins/proxbox/{kind}/').content.decode()


def test_many_names_are_cut_short(admin: Client, nodes: list[ProxmoxNode]) -> None:
    more = [ProxmoxNode.objects.create(name=f'pve-{i}', endpoint=nodes[0].endpoint) for i in range(7)]

    assert _link(admin, NODES, more)[1].endswith(': pve-0, pve-1, pve-2, pve-3, pve-4 and 2 more')


@pytest.mark.parametrize('decision', ['ignored', 'removed', 'refused'])
def test_what_a_person_decided_about_is_left_alone(admin: Client, nodes: list[ProxmoxNode], decision: str) -> None:
    device = create_test_device('node-1')
    decisions: dict[str, dict[str, Any]] = {
        'ignored': {'link_ignored': True},
        'removed': {'link_origin': 'removed'},
        'refused': {'link_ignored': [device.pk]},
    }
    ProxmoxNode.objects.filter(pk=nodes[0].pk).update(**decisions[decision])

    assert _link(admin, NODES, nodes[:1]) == [
        '0 links were made.',
        'Somebody decided that 1 is not linked so; link it by hand: node-1',
    ]
    assert not ProxmoxNode.objects.filter(netbox_device=device).exists()

    other = ProxmoxNode.objects.create(name='node-1', endpoint=nodes[1].endpoint)
    assert _link(admin, NODES, [other])[-1] == '1 link was made.'


def test_of_two_objects_of_a_name_the_one_that_nobody_refused_is_linked(
    admin: Client, nodes: list[ProxmoxNode]
) -> None:
    refused, other = create_test_device('node-1'), create_test_device('node-1', site=Site.objects.create(name='other'))
    ProxmoxNode.objects.filter(pk=nodes[0].pk).update(link_ignored=[refused.pk])

    assert _link(admin, NODES, nodes[:1]) == ['1 link was made.']
    assert ProxmoxNode.objects.get(netbox_device=other) == nodes[0]
