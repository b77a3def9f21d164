"""The "Cluster & Nodes" tab: with a cluster, a standalone host, and nothing yet."""

import re
from html import unescape

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return estate.make_endpoints(1)[0]


@pytest.fixture
def cluster(endpoint: ProxmoxEndpoint) -> ProxmoxCluster:
    ProxmoxEndpoint.objects.update(mode='cluster')
    fields = {'name': 'pve-cluster', 'mode': 'cluster', 'quorate': True, 'version': 7, 'nodes_count': 3}
    return ProxmoxCluster.objects.create(endpoint=endpoint, **fields)


def _add_nodes(endpoint: ProxmoxEndpoint, number: int, cluster: ProxmoxCluster | None = None) -> None:
    for i in range(1, number + 1):
        ProxmoxNode.objects.create(
            endpoint=endpoint,
            proxmox_cluster=cluster,
            name=f'pve{i}',
            ip_address=f'10.0.0.{i}',
            online=i != 2,
            cpu_usage=0.125,
            memory_usage=16 * 2**30,
            max_memory=64 * 2**30,
            uptime=90061,
        )


def _page(browser: Client, endpoint: ProxmoxEndpoint) -> str:
    answer = browser.get(f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/')
    assert answer.status_code == 200
    return re.sub(r'\s+', ' ', answer.content.decode())


def _card(page: str) -> dict[str, str]:
    """Return the rows of the card, without markup."""
    rows = re.findall(r'<th scope="row">(\w+)</th> ?<td>(.*?)</td>', page)
    return {name: unescape(re.sub(r'<[^>]+>', '', value)).strip() for name, value in rows}


def test_the_card_sums_up_a_cluster(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    _add_nodes(endpoint, 3, cluster)

    page = _page(admin, endpoint)

    expected = {'Name': 'pve-cluster', 'Mode': 'Cluster', 'Quorum': 'Quorate', 'Version': '7', 'Nodes': '3'}
    assert _card(page) == expected
    assert 'text-bg-green">Cluster' in page


def test_a_cluster_without_quorum_says_so(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    ProxmoxCluster.objects.update(quorate=False)

    assert _card(_page(admin, endpoint))['Quorum'] == 'No quorum'


def test_the_table_has_a_row_for_each_node(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    _add_nodes(endpoint, 3, cluster)

    page = _page(admin, endpoint)

    assert [f'>pve{i}</a>' in page for i in (1, 2, 3)] == [True] * 3
    assert page.count('>Online</span>') == 2
    assert page.count('>Offline</span>') == 1
    assert page.count('16.0 / 64.0 GB') == 3
    assert page.count('1d 1h 1m') == 3
    assert '10.0.0.3' in page
    assert '12.5' in page


def test_the_card_of_a_standalone_host_comes_from_endpoint_and_node(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(mode='standalone')
    _add_nodes(endpoint, 1)

    page = _page(admin, endpoint)

    assert _card(page) == {'Name': 'pve1', 'Mode': 'Standalone', 'Quorum': '—', 'Version': '—', 'Nodes': '1'}
    assert 'text-bg-blue">Standalone' in page


def test_before_the_first_sync_the_tab_says_what_to_do(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    page = _page(admin, endpoint)

    assert 'No sync has read this endpoint yet. Press &quot;Sync now&quot;' in page
    assert _card(page) == {}


def test_after_a_failed_first_sync_the_tab_says_why(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    words = {'cause': 'proxbox-api does not answer.', 'cure': 'Start it.'}
    run = SyncRun.objects.create(endpoint=endpoint, trigger='manual', status='failed', **words)

    page = _page(admin, endpoint)

    assert 'proxbox-api does not answer. Start it.' in page
    assert f'href="{run.get_absolute_url()}"' in page


def test_nodes_that_a_user_may_not_see_are_not_shown(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster
) -> None:
    _add_nodes(endpoint, 3, cluster)
    grant(user, ProxmoxEndpoint, 'view')
    assert 'you do not have the permission to see them' in _page(browser, endpoint)

    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})
    page = _page(browser, endpoint)

    assert '>pve1</a>' in page
    assert 'pve2' not in page
    assert 'pve-cluster' not in page


def test_the_tab_of_an_endpoint_that_a_user_may_not_see_is_not_found(
    browser: Client, user: User, endpoint: ProxmoxEndpoint
) -> None:
    grant(user, ProxmoxEndpoint, 'view', constraints={'name': 'another'})

    assert browser.get(f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/').status_code == 404
