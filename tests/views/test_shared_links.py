"""Two rows that are linked to one object of NetBox: whoever links them is told, and both pages say so."""

from collections.abc import Callable
from typing import Any

import pytest
from dcim.models import Device
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

WORDS = 'rack-7 is linked to 2 Proxmox nodes'


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    return estate.make_nodes()


@pytest.fixture
def device(nodes: list[ProxmoxNode]) -> Device:
    """A device with one node."""
    device: Device = create_test_device('rack-7')
    ProxmoxNode.objects.filter(pk=nodes[0].pk).update(netbox_device=device)
    return device


@pytest.fixture
def shared(nodes: list[ProxmoxNode], device: Device) -> Device:
    """A device with two."""
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(netbox_device=device)
    return device


def by_form(browser: Client, node: ProxmoxNode, device: Device) -> Any:
    return browser.post(f'{node.get_absolute_url()}edit/', {'netbox_device': device.pk})


def by_bulk_edit(browser: Client, node: ProxmoxNode, device: Device) -> Any:
    fields = {'pk': [node.pk], 'netbox_device': device.pk, '_apply': '1'}
    return browser.post('/plugins/proxbox/nodes/edit/', fields)


def by_import(browser: Client, node: ProxmoxNode, device: Device) -> Any:
    data = f'id,netbox_device\n{node.pk},{device.name}'
    return browser.post('/plugins/proxbox/nodes/import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})


@pytest.mark.parametrize('link', [by_form, by_bulk_edit, by_import])
def test_whoever_links_a_second_one_is_told(
    admin: Client, nodes: list[ProxmoxNode], device: Device, link: Callable[..., Any]
) -> None:
    answer = link(admin, nodes[1], device)

    assert answer.status_code == 302
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert f'{WORDS}: node-1 (Endpoint 1), node-2 (Endpoint 2)' in told[-1]
    assert ProxmoxNode.objects.filter(netbox_device=device).count() == 2


def test_whoever_links_the_first_one_is_not(admin: Client, nodes: list[ProxmoxNode]) -> None:
    answer = by_form(admin, nodes[0], create_test_device('rack-8'))

    assert not [words for words in map(str, get_messages(answer.wsgi_request)) if 'is linked to' in words]


def test_both_pages_say_so(admin: Client, nodes: list[ProxmoxNode], shared: Device) -> None:
    pages = [admin.get(row.get_absolute_url()).content.decode() for row in (shared, *nodes)]

    assert [WORDS in page for page in pages] == [True, True, True, False]


def test_clusters_are_told_as_well(admin: Client, nodes: list[ProxmoxNode]) -> None:
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    target = Cluster.objects.create(name='prod', type=kind)
    ProxmoxCluster.objects.update(netbox_cluster=target)

    for row in (target, ProxmoxCluster.objects.all()[0]):
        assert 'prod is linked to 3 Proxmox clusters' in admin.get(row.get_absolute_url()).content.decode()


def test_nobody_reads_of_rows_that_they_may_not_see(
    browser: Client, user: User, nodes: list[ProxmoxNode], shared: Device
) -> None:
    grant(user, Device, 'view')
    grant(user, ProxmoxNode, 'view', constraints={'name': 'node-1'})

    for row in (shared, nodes[0]):
        page = browser.get(row.get_absolute_url()).content.decode()
        assert 'node-1' in page
        assert 'node-2' not in page
        assert WORDS not in page


def test_many_links_cost_as_many_questions_as_few(admin: Client, nodes: list[ProxmoxNode], shared: Device) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            admin.get(shared.get_absolute_url())
        counts.append(len(asked))
        ProxmoxNode.objects.update(netbox_device=shared)
    assert counts[0] == counts[1]
