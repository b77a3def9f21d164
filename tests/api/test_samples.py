"""The sample responses of the documentation, field by field."""

from typing import Any

import pytest
from dcim.models import Device
from rest_framework.test import APIClient
from users.models import Token, User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant

ROOT = '/api/plugins/proxbox/'


@pytest.fixture
def device(db: None) -> Device:
    device: Device = create_test_device('pve-node-01')
    return device


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    backend = ProxboxBackend.objects.create(name='proxbox-api', base_url='http://proxbox-api:8800')
    return ProxmoxEndpoint.objects.create(name='prod-proxmox', backend=backend, domain='pve.example.net')


@pytest.fixture
def cluster(endpoint: ProxmoxEndpoint) -> ProxmoxCluster:
    cluster_type = ClusterType.objects.create(name='Proxmox VE', slug='proxmox-ve')
    return ProxmoxCluster.objects.create(
        endpoint=endpoint,
        netbox_cluster=Cluster.objects.create(name='prod-cluster', type=cluster_type),
        name='pve-cluster',
        cluster_id='abc123',
        mode='cluster',
        nodes_count=3,
        quorate=True,
        version=7,
    )


@pytest.fixture
def node(cluster: ProxmoxCluster, device: Device) -> ProxmoxNode:
    return ProxmoxNode.objects.create(
        endpoint=cluster.endpoint,
        proxmox_cluster=cluster,
        netbox_device=device,
        name='pve-node-01',
        node_id=1,
        ip_address='10.0.0.10',
        online=True,
        cpu_usage=12.5,
        max_cpu=32,
        memory_usage=17179869184,
        max_memory=68719476736,
        ssl_fingerprint='AB:CD:EF',
    )


def test_cluster_has_the_documented_fields(admin: APIClient, cluster: ProxmoxCluster, node: ProxmoxNode) -> None:
    answer = admin.get(f'{ROOT}clusters/{cluster.pk}/').json()

    assert answer['url'].endswith(f'{ROOT}clusters/{cluster.pk}/')
    assert _named(answer['endpoint']) == (cluster.endpoint_id, 'prod-proxmox')
    assert _named(answer['netbox_cluster']) == (cluster.netbox_cluster_id, 'prod-cluster')
    assert answer['mode'] == {'value': 'cluster', 'label': 'Cluster'}
    assert {name: answer[name] for name in ('id', 'name', 'cluster_id', 'quorate', 'version', 'tags')} == {
        'id': cluster.pk,
        'name': 'pve-cluster',
        'cluster_id': 'abc123',
        'quorate': True,
        'version': 7,
        'tags': [],
    }
    assert answer['custom_fields'] == {}
    assert answer['created'].endswith('Z')
    assert answer['last_updated'].endswith('Z')


def test_node_count_counts_rows_and_nodes_count_is_what_proxmox_reported(
    admin: APIClient, cluster: ProxmoxCluster, node: ProxmoxNode
) -> None:
    answer = admin.get(f'{ROOT}clusters/{cluster.pk}/').json()

    assert (answer['node_count'], answer['nodes_count']) == (1, 3)


def test_node_has_the_documented_fields(admin: APIClient, node: ProxmoxNode) -> None:
    answer = admin.get(f'{ROOT}nodes/{node.pk}/').json()

    assert _named(answer['endpoint']) == (node.endpoint_id, 'prod-proxmox')
    assert _named(answer['proxmox_cluster']) == (node.proxmox_cluster_id, 'pve-cluster')
    assert _named(answer['netbox_device']) == (node.netbox_device_id, 'pve-node-01')
    documented = {
        'id': node.pk,
        'name': 'pve-node-01',
        'node_id': 1,
        'ip_address': '10.0.0.10',
        'online': True,
        'local': False,
        'cpu_usage': 12.5,
        'cpu_usage_percent': 12.5,
        'max_cpu': 32,
        'memory_usage': 17179869184,
        'memory_usage_percent': 25.0,
        'max_memory': 68719476736,
        'ssl_fingerprint': 'AB:CD:EF',
        'support_level': '',
        'tags': [],
        'custom_fields': {},
    }
    assert {name: answer[name] for name in documented} == documented


def test_a_node_tells_more_than_is_documented(admin: APIClient, node: ProxmoxNode) -> None:
    ProxmoxNode.objects.update(support_level='s')

    answer = admin.get(f'{ROOT}nodes/{node.pk}/').json()

    assert (answer['support_level'], answer['support_level_label']) == ('s', 'Standard')
    assert answer['online_since'] is not None
    assert answer['offline_since'] is None


def test_curl_of_the_documentation_links_a_cluster(admin: APIClient, cluster: ProxmoxCluster) -> None:
    cluster.netbox_cluster = None
    cluster.save()
    netbox_cluster = Cluster.objects.get(name='prod-cluster')

    answer = admin.patch(f'{ROOT}clusters/{cluster.pk}/', {'netbox_cluster': netbox_cluster.pk}, format='json')

    assert answer.status_code == 200
    assert _named(answer.json()['netbox_cluster']) == (netbox_cluster.pk, 'prod-cluster')


def test_the_documented_header_carries_a_token_of_the_first_version(user: User, node: ProxmoxNode) -> None:
    grant(user, ProxmoxNode, 'view')
    token = Token.objects.create(user=user, version=1)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f'Token {token.token}')

    answer = client.get(f'{ROOT}nodes/?endpoint_id={node.endpoint_id}&online=true')

    assert [row['name'] for row in answer.json()['results']] == ['pve-node-01']


def test_deleting_the_netbox_object_clears_the_link_only(
    admin: APIClient, cluster: ProxmoxCluster, node: ProxmoxNode, device: Device
) -> None:
    Cluster.objects.get(name='prod-cluster').delete()
    device.delete()

    assert admin.get(f'{ROOT}clusters/{cluster.pk}/').json()['netbox_cluster'] is None
    assert admin.get(f'{ROOT}nodes/{node.pk}/').json()['netbox_device'] is None


def _named(nested: dict[str, Any]) -> tuple[int, str]:
    return nested['id'], nested['name']
