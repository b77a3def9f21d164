"""The "Cluster & Nodes" tab of a cluster and of a standalone host."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .tab import add_nodes, card_of, queries_of_tab, tab_of


def test_the_card_sums_up_a_cluster(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    add_nodes(endpoint, 3, cluster)

    page = tab_of(admin, endpoint)

    assert card_of(page) == {
        'Name': 'pve-cluster',
        'Mode': 'Cluster',
        'Quorum': 'Quorate',
        'Config version': '7',
        'Nodes': '3',
        'NetBox cluster': '—',
        'Last read': '—',
    }
    assert 'text-bg-green">Cluster' in page


def test_a_cluster_without_quorum_says_so(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    ProxmoxCluster.objects.update(quorate=False)

    assert card_of(tab_of(admin, endpoint))['Quorum'] == 'No quorum'


def test_the_table_has_a_row_for_each_node(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    add_nodes(endpoint, 3, cluster)

    page = tab_of(admin, endpoint)

    assert [f'>pve{i}</a>' in page for i in (1, 2, 3)] == [True] * 3
    assert page.count('>Online</span>') == 2
    assert page.count('>Offline</span>') == 1
    assert page.count('16.0 / 64.0 GB') == 2
    assert page.count('aria-label="CPU: 12.5 %"') == 2
    assert page.count('aria-label="Memory: 25.0 %"') == 2
    assert page.count('1d 1h 1m') == 2
    assert '10.0.0.3' in page


def test_a_node_that_is_down_does_not_look_idle(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='pve1', online=False, max_memory=64 * 2**30, uptime=60)

    page = tab_of(admin, endpoint)

    assert 'aria-label="CPU' not in page
    assert page.count('title="No current metric">—</span>') == 3
    assert '</span> / 64.0 GB' in page


def test_the_age_of_the_metrics_is_told_in_words(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    read_at = timezone.now() - timedelta(minutes=3)
    ProxmoxEndpoint.objects.update(mode='standalone', last_read_at=read_at)
    add_nodes(endpoint, 1)
    ProxmoxNode.objects.update(metrics_read_at=read_at)

    page = tab_of(admin, endpoint).replace('\xa0', ' ')

    assert page.count('3 minutes ago</time>') == 2
    assert f'datetime="{read_at.isoformat()}"' in page
    assert f'title="{read_at:%Y-%m-%d %H:%M:%S}' in page


def test_it_leads_to_what_netbox_knows_of_cluster_and_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster
) -> None:
    add_nodes(endpoint, 1, cluster)
    kind = ClusterType.objects.create(name='Proxmox VE', slug='proxmox-ve')
    cluster.netbox_cluster = Cluster.objects.create(name='nb-cluster', type=kind)
    cluster.save()
    ProxmoxNode.objects.update(netbox_device=create_test_device('nb-device'))

    page = tab_of(admin, endpoint)

    assert f'href="{cluster.get_absolute_url()}"' in page
    assert card_of(page)['NetBox cluster'] == 'nb-cluster'
    assert '>nb-device</a>' in page


def test_a_name_cannot_bring_markup(admin: Client, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='<script>alert(1)</script>', online=True)
    ProxmoxCluster.objects.update(name='<img src=x>')

    page = tab_of(admin, endpoint)

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
    few = queries_of_tab(admin, endpoint)

    ProxmoxNode.objects.bulk_create(ProxmoxNode(endpoint=endpoint, name=f'm{i}') for i in range(168))

    assert queries_of_tab(admin, endpoint) <= few <= 25
    assert queries_of_tab(admin, endpoint, '?per_page=200') <= 25


def test_the_card_of_a_standalone_host_comes_from_endpoint_and_node(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(mode='standalone')
    add_nodes(endpoint, 1)

    page = tab_of(admin, endpoint)

    expected = {
        'Name': 'pve1',
        'Mode': 'Standalone',
        'Quorum': '—',
        'Config version': '—',
        'Nodes': '1',
        'Last read': '—',
    }
    assert card_of(page) == expected
    assert 'text-bg-blue">Standalone' in page


def test_a_node_that_is_missing_says_so_with_the_reason(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='pve1', online=True)
    assert '>Missing</span>' not in tab_of(admin, endpoint)

    ProxmoxNode.objects.create(endpoint=endpoint, name='pve2', online=False, missing_because='limit')

    assert '<span class="badge text-bg-orange" title="Held: too many at once">Missing</span>' in tab_of(admin, endpoint)
