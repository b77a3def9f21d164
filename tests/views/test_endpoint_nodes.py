"""The "Cluster & Nodes" tab: with a cluster, a standalone host, and nothing yet."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
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


def _queries_of_the_page(browser: Client, endpoint: ProxmoxEndpoint, query: str = '') -> int:
    path = f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/{query}'
    browser.get(path)  # what NetBox looks up once for each process
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def _card(page: str) -> dict[str, str]:
    """Return the rows of the card, without markup."""
    rows = re.findall(r'<th scope="row">([\w ]+)</th> ?<td>(.*?)</td>', page)
    return {name: unescape(re.sub(r'<[^>]+>', '', value)).strip() for name, value in rows}


def test_the_card_sums_up_a_cluster(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    _add_nodes(endpoint, 3, cluster)

    page = _page(admin, endpoint)

    assert _card(page) == {
        'Name': 'pve-cluster',
        'Mode': 'Cluster',
        'Quorum': 'Quorate',
        'Version': '7',
        'Nodes': '3',
        'NetBox cluster': '—',
        'Last read': '—',
    }
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
    assert page.count('16.0 / 64.0 GB') == 2
    assert page.count('aria-label="CPU: 12.5 %"') == 2
    assert page.count('aria-label="Memory: 25.0 %"') == 2
    assert page.count('1d 1h 1m') == 3
    assert '10.0.0.3' in page


def test_a_node_that_is_down_does_not_look_idle(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='pve1', online=False, max_memory=64 * 2**30)

    page = _page(admin, endpoint)

    assert 'aria-label="CPU' not in page
    assert 'title="No current figure">—</span> / 64.0 GB' in page


def test_the_age_of_the_figures_is_told_in_words(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    read_at = timezone.now() - timedelta(minutes=3)
    ProxmoxEndpoint.objects.update(mode='standalone', last_read_at=read_at)
    _add_nodes(endpoint, 1)
    ProxmoxNode.objects.update(metrics_read_at=read_at)

    page = _page(admin, endpoint).replace('\xa0', ' ')

    assert page.count('3 minutes ago</time>') == 2
    assert f'datetime="{read_at.isoformat()}"' in page
    assert f'title="{read_at:%Y-%m-%d %H:%M:%S}' in page


def test_it_leads_to_what_netbox_knows_of_cluster_and_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster
) -> None:
    _add_nodes(endpoint, 1, cluster)
    kind = ClusterType.objects.create(name='Proxmox VE', slug='proxmox-ve')
    cluster.netbox_cluster = Cluster.objects.create(name='nb-cluster', type=kind)
    cluster.save()
    ProxmoxNode.objects.update(netbox_device=create_test_device('nb-device'))

    page = _page(admin, endpoint)

    assert f'href="{cluster.get_absolute_url()}"' in page
    assert _card(page)['NetBox cluster'] == 'nb-cluster'
    assert '>nb-device</a>' in page


def test_what_is_not_verified_is_told(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    assert 'TLS verification is off' not in _page(admin, endpoint)

    ProxmoxEndpoint.objects.update(verify_ssl=False)
    ProxboxBackend.objects.update(verify_tls=False, base_url='https://proxbox-1:8800')

    page = _page(admin, endpoint)
    assert 'TLS verification is off between proxbox-api and Proxmox VE' in page
    assert 'TLS verification is off between NetBox and proxbox-api' in page


@pytest.mark.parametrize('status', ['failed', 'lost', 'degraded'])
def test_a_last_sync_that_went_wrong_is_told_above_the_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, status: str
) -> None:
    _add_nodes(endpoint, 3)
    words = {'cause': 'No <answer>.', 'cure': 'Start it.'}
    run = SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status=status, ended_at=timezone.now(), **words)
    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='skipped', active_run=run)

    page = _page(admin, endpoint)

    assert 'No &lt;answer&gt;.</p>' in page
    assert '<strong>What to do:</strong> Start it.</p>' in page
    assert f'href="{run.get_absolute_url()}"' in page

    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='succeeded')
    assert 'Start it.' not in _page(admin, endpoint)


def test_a_user_who_may_not_see_runs_reads_nothing_of_them(
    browser: Client, user: User, endpoint: ProxmoxEndpoint
) -> None:
    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='failed', cause='No answer.')
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view')

    page = _page(browser, endpoint)

    assert 'No answer.' not in page
    assert 'Sync run' not in page
    assert f'{endpoint.get_absolute_url()}sync/' not in page


def test_an_endpoint_that_is_overdue_says_so(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    every_minute = IntervalSchedule.objects.create(every=1, period='minutes')
    a_while_ago = timezone.now() - timedelta(hours=2)
    ProxmoxEndpoint.objects.update(sync_interval=every_minute, overdue_at=a_while_ago, last_read_at=a_while_ago)

    page = _page(admin, endpoint).replace('\xa0', ' ')

    assert 'This endpoint is overdue' in page
    assert 'It was read last 2 hours ago' in page
    assert 'Check that the Celery worker and beat run' in page


def test_a_name_cannot_bring_markup(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='<script>alert(1)</script>', online=True)
    ProxmoxCluster.objects.update(name='<img src=x>')

    page = _page(admin, endpoint)

    assert '<script>alert(1)' not in page
    assert '&lt;script&gt;alert(1)&lt;/script&gt;' in page
    assert '<img src=x>' not in page


def test_its_queries_do_not_depend_on_the_number_of_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster
) -> None:
    ProxmoxNode.objects.bulk_create(
        ProxmoxNode(endpoint=endpoint, proxmox_cluster=cluster, name=f'n{i}', netbox_device=None) for i in range(32)
    )
    ProxmoxNode.objects.update(netbox_device=create_test_device('nb-device'))
    few = _queries_of_the_page(admin, endpoint)

    ProxmoxNode.objects.bulk_create(ProxmoxNode(endpoint=endpoint, name=f'm{i}') for i in range(168))

    assert _queries_of_the_page(admin, endpoint) <= few <= 25
    assert _queries_of_the_page(admin, endpoint, '?per_page=200') <= 25


def test_the_card_of_a_standalone_host_comes_from_endpoint_and_node(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(mode='standalone')
    _add_nodes(endpoint, 1)

    page = _page(admin, endpoint)

    expected = {'Name': 'pve1', 'Mode': 'Standalone', 'Quorum': '—', 'Version': '—', 'Nodes': '1', 'Last read': '—'}
    assert _card(page) == expected
    assert 'text-bg-blue">Standalone' in page


def test_before_the_first_sync_the_tab_says_what_to_do(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    page = _page(admin, endpoint)

    assert 'No sync has read this endpoint yet.' in page
    assert 'Press &quot;Sync now&quot;' in page
    assert _card(page) == {}


def test_after_a_failed_first_sync_the_tab_says_why(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    words = {'cause': 'proxbox-api does not answer.', 'cure': 'Start it.'}
    run = SyncRun.objects.create(endpoint=endpoint, trigger='manual', status='failed', **words)

    page = _page(admin, endpoint)

    assert 'proxbox-api does not answer.</p>' in page
    assert '<strong>What to do:</strong> Start it.</p>' in page
    assert 'No sync has read this endpoint yet.' not in page
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
