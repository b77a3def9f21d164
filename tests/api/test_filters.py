"""The documented filters and searches, and what happens to input that cannot match."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tests import estate

ROOT = '/api/plugins/proxbox/'


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    return estate.make_nodes()


def test_the_documented_query_finds_the_online_nodes_of_one_endpoint(
    admin: APIClient, nodes: list[ProxmoxNode]
) -> None:
    endpoint_id = nodes[0].endpoint_id
    ProxmoxNode.objects.create(name='asleep', endpoint_id=endpoint_id, online=False)

    assert _names(admin, f'nodes/?endpoint_id={endpoint_id}&online=true') == ['node-1']
    assert _names(admin, f'nodes/?endpoint_id={endpoint_id}&online=false') == ['asleep']


@pytest.mark.parametrize(
    'query',
    [
        'name=node-2',
        'ip_address=10.0.0.2',
        'endpoint=Endpoint 2',
        'proxmox_cluster=Cluster 2',
        'q=NODE-2',
        'q=10.0.0.2',
        'q=ab:cd:2',
        'ip_address__isw=10.0.0.2',
        'name__regex=^n.*2$',
        'cpu_usage=0.2',
        'memory_usage=2147483648',
    ],
)
def test_nodes_are_found_by(admin: APIClient, nodes: list[ProxmoxNode], query: str) -> None:
    assert _names(admin, f'nodes/?{query}') == ['node-2']


@pytest.mark.parametrize(
    'query', ['name=Cluster 2', 'endpoint=Endpoint 2', 'version=2', 'q=cluster 2', 'q=id-2', 'cluster_id=id-2']
)
def test_clusters_are_found_by(admin: APIClient, nodes: list[ProxmoxNode], query: str) -> None:
    assert _names(admin, f'clusters/?{query}') == ['Cluster 2']


def test_null_finds_what_has_no_link(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    ProxmoxNode.objects.filter(name='node-1').update(proxmox_cluster=None, ip_address=None)

    assert _names(admin, 'nodes/?proxmox_cluster_id=null') == ['node-1']
    assert _names(admin, 'nodes/?ip_address=null') == ['node-1']


@pytest.mark.parametrize(
    ('path', 'query'),
    [
        ('nodes', 'ip_address=10.0.0.300'),
        ('nodes', 'ip_address__n=nonsense'),
        ('nodes', 'online=maybe'),
        ('nodes', 'local=2'),
        ('nodes', 'endpoint_id=abc'),
        ('nodes', 'endpoint_id=999999999999999999999'),
        ('nodes', 'endpoint=nobody'),
        ('nodes', 'netbox_device_id=0'),
        ('nodes', 'netbox_device=nobody'),
        ('nodes', 'proxmox_cluster_id=-1'),
        ('nodes', 'cpu_usage=much'),
        ('nodes', 'last_seen=yesterday'),
        ('nodes', 'name=%00'),
        ('nodes', 'name__regex=['),
        ('nodes', 'ip_address__iregex=('),
        ('nodes', 'support_level__empty=maybe'),
        ('nodes', 'node_id__empty=maybe'),
        ('nodes', 'q=%00'),
        ('clusters', 'mode=swarm'),
        ('clusters', 'quorate=perhaps'),
        ('clusters', 'netbox_cluster=nobody'),
        ('endpoints', 'ip_address=::g'),
        ('endpoints', 'backend=nobody'),
        ('sync-runs', 'status=happy'),
        ('sync-runs', 'request_id=1'),
        ('sync-runs', 'requested_at=2026-11-24T12:00:00-20:32'),
        ('nodes', 'created__gte=2026-11-24T12:00:00-20:32'),
        ('endpoints', 'last_updated=2026-11-24T12:00:00%2B16:00'),
    ],
)
def test_input_that_cannot_match_is_refused(admin: APIClient, nodes: list[ProxmoxNode], path: str, query: str) -> None:
    answer = admin.get(f'{ROOT}{path}/?{query}')

    assert answer.status_code == 400
    assert list(answer.json()) == [query.split('=')[0]]


@pytest.mark.parametrize('query', ['node_id=99999999999999', 'memory_usage=99999999999999999999', 'name=no-such-node'])
def test_values_beyond_any_row_find_nothing(admin: APIClient, nodes: list[ProxmoxNode], query: str) -> None:
    assert _names(admin, f'nodes/?{query}') == []


@pytest.mark.parametrize('secret', ['password', 'token_value', 'api_key'])
def test_secrets_are_no_filters(admin: APIClient, nodes: list[ProxmoxNode], secret: str) -> None:
    path = 'backends' if secret == 'api_key' else 'endpoints'

    assert len(_names(admin, f'{path}/?{secret}__isw=z&{secret}=z')) == 3


def _names(client: APIClient, path: str) -> list[Any]:
    answer = client.get(ROOT + path)
    assert answer.status_code == 200, answer.content
    return [row['name'] for row in answer.json()['results']]
