"""GraphQL finds rows by what people know of them, and shows a user no more than the user may see."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.tests import estate
from tests.accounts import grant


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    nodes = estate.make_nodes()
    device = create_test_device('rack-7')
    cluster = Cluster.objects.create(name='prod', type=ClusterType.objects.create(name='Proxmox VE', slug='pve'))
    ProxmoxNode.objects.filter(pk=nodes[1].pk).update(netbox_device=device)
    ProxmoxCluster.objects.filter(pk=nodes[1].proxmox_cluster_id).update(netbox_cluster=cluster)
    return nodes


def _ask(client: APIClient, query: str) -> Any:
    answer = client.post('/graphql/', {'query': query}, format='json').json()
    assert 'errors' not in answer, answer
    return answer['data']


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
