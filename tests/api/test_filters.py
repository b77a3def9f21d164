"""The documented filters and searches, and what happens to input that cannot match."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate

ROOT = '/api/plugins/proxbox/'
RELATIONS = ['endpoint', 'proxmox_cluster', 'netbox_device', 'netbox_cluster', 'backend']


type Links = dict[str, tuple[str, str, Any]]


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    return estate.make_nodes()


@pytest.fixture
def links(nodes: list[ProxmoxNode]) -> Links:
    """For each relation: the list, what is found there, and by what."""
    node = nodes[1]
    devices = [create_test_device(f'rack-{number}') for number in range(2)]
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    clusters = [Cluster.objects.create(name=f'prod-{number}', type=kind) for number in range(2)]
    ProxmoxNode.objects.filter(pk=node.pk).update(netbox_device=devices[0])
    ProxmoxCluster.objects.filter(pk=node.proxmox_cluster_id).update(netbox_cluster=clusters[0])
    return {
        'endpoint': ('nodes', 'node-2', node.endpoint),
        'proxmox_cluster': ('nodes', 'node-2', node.proxmox_cluster),
        'netbox_device': ('nodes', 'node-2', devices[0]),
        'netbox_cluster': ('clusters', 'Cluster 2', clusters[0]),
        'backend': ('endpoints', 'Endpoint 2', node.endpoint.backend),
    }


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
        'cpu_usage_percent=20',
        'cpu_usage_percent__gt=10&cpu_usage_percent__lte=20.00',
        'cpu_usage_percent__n=10&cpu_usage_percent__lt=30',
        'memory_usage_percent__gte=50',
        'disk_usage_percent=50',
        'max_disk=34359738368&disk_usage=17179869184',
        'pve_version=8.4.2',
    ],
)
def test_nodes_are_found_by(admin: APIClient, nodes: list[ProxmoxNode], query: str) -> None:
    ProxmoxNode.objects.filter(name='node-2').update(max_memory=2**32)

    assert _names(admin, f'nodes/?{query}') == ['node-2']


@pytest.mark.parametrize(
    'query', ['name=Cluster 2', 'endpoint=Endpoint 2', 'version=2', 'q=cluster 2', 'q=id-2', 'cluster_id=id-2']
)
def test_clusters_are_found_by(admin: APIClient, nodes: list[ProxmoxNode], query: str) -> None:
    assert _names(admin, f'clusters/?{query}') == ['Cluster 2']


@pytest.mark.parametrize('name', ['cpu_usage_percent', 'memory_usage_percent', 'disk_usage_percent'])
def test_nodes_are_ordered_by_percentages(admin: APIClient, nodes: list[ProxmoxNode], name: str) -> None:
    ProxmoxNode.objects.filter(name='node-2').update(
        cpu_usage=95, memory_usage=0, disk_usage=0
    )  # written by hand as a percentage
    ProxmoxNode.objects.filter(name='node-3').update(memory_usage=6 * 2**30)
    ordered = _rows(admin, f'nodes/?ordering={name}')

    assert [row[name] for row in ordered] == sorted(row[name] for row in ordered)
    assert ordered[-1 if name == 'cpu_usage_percent' else 0]['name'] == 'node-2'
    assert _names(admin, f'nodes/?ordering=-{name}') == [row['name'] for row in reversed(ordered)]


@pytest.mark.parametrize('name', RELATIONS)
def test_a_relation_is_known_by_its_name_or_its_id(admin: APIClient, links: Links, name: str) -> None:
    path, found, related = links[name]

    for value in (related.pk, related.name):
        assert _names(admin, f'{path}/?{name}={value}') == [found]
    assert found not in _names(admin, f'{path}/?{name}__n={related.pk}')


@pytest.mark.parametrize('name', RELATIONS)
def test_a_name_that_is_a_number_counts_before_an_id(admin: APIClient, links: Links, name: str) -> None:
    path, found, related = links[name]
    other = type(related).objects.exclude(pk=related.pk).first()
    assert other is not None
    type(related).objects.filter(pk=related.pk).update(name=str(other.pk))

    assert _names(admin, f'{path}/?{name}={other.pk}') == [found]


def test_several_are_found_by_names_and_ids(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    assert _names(admin, f'nodes/?endpoint=Endpoint 1&endpoint={nodes[2].endpoint_id}') == ['node-1', 'node-3']


@pytest.mark.parametrize('name', RELATIONS)
@pytest.mark.parametrize('value', ['nobody', '0', '-1', '9' * 30, '%00', '1.5', '%C2%B2'])
def test_what_is_neither_a_name_nor_an_id_is_refused(admin: APIClient, links: Links, name: str, value: str) -> None:
    answer = admin.get(f'{ROOT}{links[name][0]}/?{name}={value}')

    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.parametrize('field', ['changes', 'warnings'])
def test_runs_are_found_by_whether_they_changed_or_warned(admin: APIClient, db: None, field: str) -> None:
    plain, loud, _ = estate.make_runs()
    SyncRun.objects.filter(pk=loud.pk).update(**{field: ['something']})

    assert [row['id'] for row in _rows(admin, f'sync-runs/?has_{field}=true')] == [loud.pk]
    assert plain.pk in [row['id'] for row in _rows(admin, f'sync-runs/?has_{field}=false')]
    assert loud.pk not in [row['id'] for row in _rows(admin, f'sync-runs/?has_{field}=false')]


def test_nodes_are_found_and_sorted_by_since_when_they_are_offline(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    for name, day in (('node-1', 3), ('node-2', 1), ('node-3', 2)):
        ProxmoxNode.objects.filter(name=name).update(online=False, offline_since=f'2026-11-0{day}T00:00Z')

    assert _names(admin, 'nodes/?offline_since__lt=2026-11-02T00:00Z') == ['node-2']
    assert _names(admin, 'nodes/?online_since__empty=true&ordering=offline_since') == ['node-2', 'node-3', 'node-1']
    assert _names(admin, 'nodes/?ordering=-offline_since') == ['node-1', 'node-3', 'node-2']


def test_null_finds_what_has_no_link(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    ProxmoxNode.objects.filter(name='node-1').update(proxmox_cluster=None, ip_address=None)

    assert _names(admin, 'nodes/?proxmox_cluster_id=null') == ['node-1']
    assert _names(admin, 'nodes/?proxmox_cluster=null') == ['node-1']
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
        ('nodes', 'cpu_usage_percent__gte=much'),
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
        ('sync-runs', 'has_changes=maybe'),
        ('sync-runs', 'endpoint=nobody'),
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
    return [row['name'] for row in _rows(client, path)]


def _rows(client: APIClient, path: str) -> list[Any]:
    answer = client.get(ROOT + path)
    assert answer.status_code == 200, answer.content
    rows: list[Any] = answer.json()['results']
    return rows
