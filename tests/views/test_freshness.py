"""Pages of clusters, nodes and what is linked to them say how old a state is, and why it may be out of date."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from dcim.models import Device
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from django_celery_beat.models import IntervalSchedule
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant
from tests.builders import a_run

KINDS = ['cluster', 'node', 'netbox_cluster', 'device']
LISTED = [ProxmoxCluster, ProxmoxNode, Cluster, Device]


@pytest.fixture
def pages(db: None) -> dict[str, str]:
    """The address of each page, by what it is about: all of one node of one endpoint."""
    node = estate.make_nodes(1)[0]
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    linked = {'netbox_cluster': Cluster.objects.create(name='prod', type=kind), 'device': create_test_device('rack-7')}
    ProxmoxCluster.objects.update(netbox_cluster=linked['netbox_cluster'])
    ProxmoxNode.objects.update(netbox_device=linked['device'])
    objects = {'cluster': node.proxmox_cluster, 'node': node, **linked}
    return {name: each.get_absolute_url() for name, each in objects.items()}


@pytest.fixture
def failed(pages: dict[str, str]) -> SyncRun:
    """The last run that ended; one that was skipped and one that is active came later."""
    endpoint = ProxmoxEndpoint.objects.get()
    a_run(endpoint, 'succeeded')
    words = {'cause': 'Nobody answers.', 'cure': 'Start it.', 'error_code': 'backend-unreachable'}
    failed = a_run(endpoint, 'failed', ended_at=timezone.now(), **words)
    a_run(endpoint, 'skipped', active_run=failed)
    a_run(endpoint, 'running')
    return failed


def shown(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace('\xa0', ' ')


def cell(page: str, label: str) -> str:
    """The words beside a label of the last panel that has it: what NetBox has itself comes first."""
    found = re.findall(rf'<th scope="row">{label}</th>\s*<td>(.*?)</td>', page, re.S)
    assert found, label
    return ' '.join(unescape(strip_tags(found[-1])).split())


@pytest.mark.parametrize('kind', KINDS)
def test_a_last_sync_that_failed_is_told(admin: Client, pages: dict[str, str], failed: SyncRun, kind: str) -> None:
    page = shown(admin, pages[kind])

    assert 'The last sync failed: what is shown here may be out of date' in page
    assert 'Nobody answers.' in page
    assert '<strong>What to do:</strong> Start it.' in page
    assert f'href="{failed.get_absolute_url()}"' in page


@pytest.mark.parametrize('kind', KINDS)
def test_nothing_is_told_while_syncs_succeed(admin: Client, pages: dict[str, str], kind: str) -> None:
    a_run(ProxmoxEndpoint.objects.get(), 'failed', cause='Nobody answers.')
    a_run(ProxmoxEndpoint.objects.get(), 'succeeded')

    page = shown(admin, pages[kind])

    assert 'What to do' not in page
    assert 'may be out of date' not in page


@pytest.mark.parametrize('kind', KINDS)
def test_an_endpoint_that_is_overdue_or_disabled_is_told(admin: Client, pages: dict[str, str], kind: str) -> None:
    hours_ago = timezone.now() - timedelta(hours=2)
    every_minute = IntervalSchedule.objects.create(every=1, period='minutes')
    ProxmoxEndpoint.objects.update(sync_interval=every_minute, overdue_at=hours_ago, last_read_at=hours_ago)
    page = shown(admin, pages[kind])
    assert 'The endpoint is overdue' in page
    assert 'It was read last 2 hours ago' in page

    ProxboxBackend.objects.update(enabled=False)
    assert 'The backend of the endpoint is disabled' in shown(admin, pages[kind])

    ProxmoxEndpoint.objects.update(enabled=False)
    page = shown(admin, pages[kind])
    assert 'The endpoint is disabled: what is shown here is not kept up to date' in page
    assert 'The endpoint is overdue' not in page


@pytest.mark.parametrize('kind', KINDS)
def test_pages_say_when_they_were_read(admin: Client, pages: dict[str, str], kind: str) -> None:
    read_at = timezone.now() - timedelta(minutes=3)
    ProxmoxEndpoint.objects.update(last_read_at=read_at)
    ProxmoxNode.objects.update(last_seen=read_at)

    assert cell(shown(admin, pages[kind]), 'Last read').endswith('(3 minutes ago)')


@pytest.mark.parametrize('kind', ['node', 'device'])
def test_pages_of_nodes_say_since_when_one_is_offline(admin: Client, pages: dict[str, str], kind: str) -> None:
    ProxmoxNode.objects.update(online=True, online_since=None)
    assert cell(shown(admin, pages[kind]), 'Status') == 'Online'

    down_since = timezone.now() - timedelta(days=3)
    ProxmoxNode.objects.update(online=False, offline_since=down_since, last_seen=timezone.now(), metrics_read_at=None)

    page = shown(admin, pages[kind])
    assert cell(page, 'Status') == f'Offline since {timezone.localtime(down_since):%Y-%m-%d %H:%M:%S} (3 days ago)'
    assert cell(page, 'Metrics read') == '—'
    assert 'Last seen' not in page


def test_lists_say_since_when_a_node_is_offline(admin: Client, pages: dict[str, str]) -> None:
    ProxmoxNode.objects.update(online=False, offline_since=timezone.now() - timedelta(days=3))

    for address in ('/plugins/proxbox/nodes/', f'{ProxmoxEndpoint.objects.get().get_absolute_url()}nodes/'):
        page = shown(admin, address)
        assert 'Offline since' in page
        assert '3 days ago</time>' in page


@pytest.mark.parametrize('kind', KINDS)
def test_who_may_view_no_run_reads_nothing_of_them(
    browser: Client, user: User, pages: dict[str, str], failed: SyncRun, kind: str
) -> None:
    for model in LISTED:
        grant(user, model, 'view')
    assert 'Nobody answers.' not in shown(browser, pages[kind])
    assert 'The last sync failed' not in shown(browser, pages[kind])

    grant(user, SyncRun, 'view')
    assert 'Nobody answers.' in shown(browser, pages[kind])


@pytest.mark.parametrize('model', [ProxmoxCluster, ProxmoxNode])
def test_many_linked_rows_take_as_many_statements_as_one(admin: Client, pages: dict[str, str], model: Any) -> None:
    address, link = {
        ProxmoxCluster: (pages['netbox_cluster'], {'netbox_cluster': Cluster.objects.get()}),
        ProxmoxNode: (pages['device'], {'netbox_device': Device.objects.get()}),
    }[model]
    a_run(ProxmoxEndpoint.objects.get(), 'failed', cause='Nobody answers.')
    shown(admin, address)  # what NetBox looks up once for each process
    with CaptureQueriesContext(connection) as few:
        shown(admin, address)

    for endpoint in estate_of_others():
        model.objects.create(endpoint=endpoint, name=f'other of {endpoint}', **link)
        a_run(endpoint, 'failed', cause='Nobody answers.')

    with CaptureQueriesContext(connection) as many:
        assert shown(admin, address).count('Nobody answers.') == 4
    assert len(many) == len(few)


def estate_of_others() -> list[ProxmoxEndpoint]:
    ProxboxBackend.objects.update(name='the first')
    ProxmoxEndpoint.objects.update(name='the first')
    return estate.make_endpoints(3)


def test_the_list_of_clusters_says_how_many_nodes_are_online_and_when_that_was(
    admin: Client, browser: Client, user: User, pages: dict[str, str]
) -> None:
    cluster = ProxmoxCluster.objects.get()
    ProxmoxNode.objects.update(online=True)
    ProxmoxNode.objects.create(endpoint=cluster.endpoint, proxmox_cluster=cluster, name='pve2', online=False)
    ProxmoxEndpoint.objects.update(last_read_at=timezone.now() - timedelta(minutes=3))

    page = shown(admin, '/plugins/proxbox/clusters/')
    assert re.search(rf'proxmox_cluster_id={cluster.pk}">1 / 2</a>', page)
    assert '3 minutes ago</time>' in page
    assert 'Config version' in page
    assert cell(shown(admin, pages['cluster']), 'Nodes online') == '1 / 2'
    assert cell(shown(admin, pages['cluster']), 'Config version') == '1'

    grant(user, ProxmoxCluster, 'view')
    assert '1 / 2' not in shown(browser, '/plugins/proxbox/clusters/')
    grant(user, ProxmoxNode, 'view', constraints={'online': True})
    assert '>1 / 1</a>' in shown(browser, '/plugins/proxbox/clusters/')
