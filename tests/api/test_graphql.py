"""GraphQL finds rows by what people know of them, and shows a user no more than the user may see."""

from typing import Any

import pytest
from dcim.models import Device
from rest_framework.test import APIClient
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant
from tests.sync.statements import statements_of


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    nodes = estate.make_nodes()
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(max_memory=2**32)
    device = create_test_device('rack-7')
    cluster = Cluster.objects.create(name='prod', type=ClusterType.objects.create(name='Proxmox VE', slug='pve'))
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(netbox_device=device)
    ProxmoxCluster.objects.filter(pk=nodes[1].proxmox_cluster_id).update(netbox_cluster=cluster)
    return nodes


def _ask(client: APIClient, query: str) -> Any:
    answer = _answer(client, query)
    assert 'errors' not in answer, answer
    return answer['data']


def _answer(client: APIClient, query: str) -> Any:
    return client.post('/graphql/', {'query': query}, format='json').json()


@pytest.mark.parametrize(
    ('resource', 'condition', 'name'),
    [
        ('proxbox_backend', 'base_url: {i_contains: "PROXBOX-2"}', 'Backend 2'),
        ('proxmox_endpoint', 'backend: {name: {exact: "Backend 2"}}', 'Endpoint 2'),
        ('proxmox_endpoint', 'ip_address: {exact: "192.0.2.2"}', 'Endpoint 2'),
        ('proxmox_cluster', 'endpoint: {name: {exact: "Endpoint 2"}}', 'Cluster 2'),
        ('proxmox_cluster', 'netbox_cluster: {name: {exact: "prod"}}', 'Cluster 2'),
        ('proxmox_cluster', 'nodes_count: {filter_lookup: {exact: 2}}', 'Cluster 2'),
        ('proxmox_node', 'proxmox_cluster: {name: {exact: "Cluster 2"}}', 'node-2'),
        ('proxmox_node', 'netbox_device: {name: {exact: "rack-7"}}', 'node-2'),
        ('proxmox_node', 'ip_address: {exact: "10.0.0.2"}', 'node-2'),
        ('proxmox_node', 'node_id: {filter_lookup: {exact: 2}}', 'node-2'),
        ('proxmox_node', 'cpu_usage_percent: {comparison_lookup: {gt: 15, lt: 25}}', 'node-2'),
        ('proxmox_node', 'memory_usage_percent: {range_lookup: {start: 40, end: 60}}', 'node-2'),
        ('proxmox_node', 'disk_usage_percent: {range_lookup: {start: 40, end: 60}}', 'node-2'),
        ('proxmox_node', 'pve_version: {exact: "8.4.2"}', 'node-2'),
        ('proxmox_node', 'online: {exact: true}, max_cpu: {comparison_lookup: {gt: 8}}', 'node-2'),
    ],
)
def test_rows_are_found_by(
    admin: APIClient, nodes: list[ProxmoxNode], resource: str, condition: str, name: str
) -> None:
    answer = _ask(admin, f'{{ {resource}_list(filters: {{ {condition} }}) {{ name }} }}')

    assert answer[f'{resource}_list'] == [{'name': name}]


def test_a_user_sees_only_permitted_rows_and_relations(client: APIClient, user: User, nodes: list[ProxmoxNode]) -> None:
    grant(user, ProxmoxNode, 'view', constraints={'name': 'node-2'})

    answer = _ask(client, '{ proxmox_node_list { name endpoint { name } netbox_device { name } } }')

    assert answer['proxmox_node_list'] == [{'name': 'node-2', 'endpoint': None, 'netbox_device': None}]


def test_a_node_has_the_percentages_of_its_row(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    (node,) = _ask(
        admin,
        '{ proxmox_node_list(filters: {name: {exact: "node-2"}}) { cpu_usage_percent memory_usage_percent } }',
    )['proxmox_node_list']

    assert node == {'cpu_usage_percent': 20, 'memory_usage_percent': 50}


def test_nodes_are_ordered_by_percentages(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    ProxmoxNode.objects.filter(name='node-1').update(cpu_usage=25)  # written by hand as a percentage
    answer = _ask(admin, '{ proxmox_node_list(ordering: [{cpu_usage_percent: DESC}]) { name } }')

    assert [node['name'] for node in answer['proxmox_node_list']] == ['node-3', 'node-1', 'node-2']


@pytest.mark.parametrize('field', ['online_since', 'offline_since'])
def test_nodes_are_ordered_by_since_when_they_are_up_or_down(
    admin: APIClient, nodes: list[ProxmoxNode], field: str
) -> None:
    for day, node in enumerate(reversed(nodes), 1):
        ProxmoxNode.objects.filter(pk=node.pk).update(**{field: f'2026-11-0{day}T00:00Z'})
    answer = _ask(admin, f'{{ proxmox_node_list(ordering: [{{{field}: ASC}}]) {{ name }} }}')

    assert [node['name'] for node in answer['proxmox_node_list']] == ['node-3', 'node-2', 'node-1']


@pytest.mark.parametrize('field', ['changes', 'warnings'])
def test_runs_are_found_by_whether_they_changed_or_warned(admin: APIClient, db: None, field: str) -> None:
    plain, loud = estate.make_runs(2)
    SyncRun.objects.filter(pk=loud.pk).update(**{field: ['something']})

    for value, run in (('true', loud), ('false', plain)):
        answer = _ask(admin, f'{{ proxbox_sync_run_list(filters: {{ has_{field}: {value} }}) {{ id }} }}')
        assert answer['proxbox_sync_run_list'] == [{'id': str(run.pk)}]


BACK = """{
    device_list(filters: {name: {starts_with: "rack"}}) { proxmox_nodes { name endpoint { name } } }
    cluster_list { proxmox_clusters { name nodes { name } } }
}"""


def test_devices_and_clusters_lead_to_what_is_linked_to_them(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    answer = _ask(admin, BACK)

    assert answer['device_list'] == [{'proxmox_nodes': [{'name': 'node-2', 'endpoint': {'name': 'Endpoint 2'}}]}]
    assert answer['cluster_list'] == [{'proxmox_clusters': [{'name': 'Cluster 2', 'nodes': [{'name': 'node-2'}]}]}]


def test_they_lead_a_user_to_permitted_rows_only(client: APIClient, user: User, nodes: list[ProxmoxNode]) -> None:
    for model in (Device, Cluster):
        grant(user, model, 'view')

    answer = _ask(client, BACK)

    assert answer == {'device_list': [{'proxmox_nodes': []}], 'cluster_list': [{'proxmox_clusters': []}]}


def test_many_devices_take_as_many_statements_as_few(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    _ask(admin, BACK)
    few = len(statements_of(lambda: _ask(admin, BACK)))
    for node in nodes:
        ProxmoxNode.objects.filter(pk=node.pk).update(netbox_device=create_test_device(f'rack-of-{node}'))

    assert len(statements_of(lambda: _ask(admin, BACK))) == few


@pytest.mark.parametrize(
    ('resource', 'condition'),
    [
        ('proxmox_endpoint', 'backend: {base_url: {starts_with: "http"}}'),
        ('proxmox_endpoint', 'backend: {comments: {starts_with: "a"}}'),
        *[
            (resource, f'endpoint: {{{field}: {{starts_with: "1"}}}}')
            for resource in ('proxmox_cluster', 'proxmox_node', 'proxbox_sync_run')
            for field in ('domain', 'ip_address', 'comments', 'backend: {name')
        ],
        ('proxmox_node', 'proxmox_cluster: {endpoint: {domain: {starts_with: "p"}}}'),
    ],
)
def test_no_address_of_logins_can_be_guessed_through_a_relation(
    admin: APIClient, nodes: list[ProxmoxNode], resource: str, condition: str
) -> None:
    closing = '}' * (condition.count('{') - condition.count('}'))
    answer = _answer(admin, f'{{ {resource}_list(filters: {{ {condition}{closing} }}) {{ id }} }}')

    assert 'unknown field' in answer['errors'][0]['message']


def test_nodes_say_since_when_they_are_offline_and_what_their_support_level_is_called(
    admin: APIClient, nodes: list[ProxmoxNode]
) -> None:
    ProxmoxNode.objects.filter(name='node-3').update(support_level='p', offline_since='2026-11-02T00:00Z')
    condition = 'offline_since: {lt: "2026-11-03T00:00:00Z"}'

    fields = 'name support_level support_level_label offline_since online_since'
    (node,) = _ask(admin, f'{{ proxmox_node_list(filters: {{ {condition} }}) {{ {fields} }} }}')['proxmox_node_list']

    assert node == {
        'name': 'node-3',
        'support_level': 'p',
        'support_level_label': 'Premium',
        'offline_since': '2026-11-02T00:00:00+00:00',
        'online_since': None,
    }


def test_a_node_does_not_tell_what_syncs_note_for_themselves(admin: APIClient, nodes: list[ProxmoxNode]) -> None:
    answer = _answer(admin, '{ proxmox_node_list { followed_status } }')

    assert "Cannot query field 'followed_status'" in answer['errors'][0]['message']
