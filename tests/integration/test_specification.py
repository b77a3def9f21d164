"""The specification's examples: its requests, with its kind of token, and the names in its sample answers."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from devstack.proxmox_ve.control import Control

from .netbox import NetBox
from .services import Services

pytestmark = pytest.mark.integration

CLUSTER_SAMPLE = {
    'id', 'url', 'endpoint', 'netbox_cluster', 'name', 'cluster_id', 'mode', 'nodes_count', 'node_count', 'quorate',
    'version', 'tags', 'custom_fields', 'created', 'last_updated',
}  # fmt: skip
NODE_SAMPLE = {
    'id', 'url', 'endpoint', 'proxmox_cluster', 'netbox_device', 'name', 'node_id', 'ip_address', 'online', 'local',
    'cpu_usage', 'cpu_usage_percent', 'max_cpu', 'memory_usage', 'memory_usage_percent', 'max_memory',
    'ssl_fingerprint', 'support_level', 'tags', 'custom_fields', 'created', 'last_updated',
}  # fmt: skip


def documented(services: Services, path: str) -> list[Mapping[str, Any]]:
    """What `curl -H "Authorization: Token <token>"` gets."""
    site = services.stack.site
    headers = {'Authorization': f'Token {site.api_token}'}
    answer = requests.get(f'{site.url}{path}', headers=headers, timeout=30)
    answer.raise_for_status()
    results: list[Mapping[str, Any]] = answer.json()['results']
    return results


def test_list_clusters(services: Services, synced_lab: int) -> None:
    clusters = documented(services, '/api/plugins/proxbox/clusters/')
    (cluster,) = (cluster for cluster in clusters if cluster['endpoint']['id'] == synced_lab)
    assert cluster.keys() >= CLUSTER_SAMPLE
    assert cluster['mode'] == {'value': 'cluster', 'label': 'Cluster'}
    assert (cluster['name'], cluster['nodes_count'], cluster['node_count']) == ('lab-cluster', 3, 3)


def test_list_online_nodes_of_one_endpoint(
    services: Services, netbox: NetBox, synced_lab: int, control: Control
) -> None:
    control.set_online('lab', 'pve3', False)
    netbox.sync(synced_lab)
    nodes = documented(services, f'/api/plugins/proxbox/nodes/?endpoint_id={synced_lab}&online=true')
    assert [node['name'] for node in nodes] == ['pve1', 'pve2']
    assert all(node.keys() >= NODE_SAMPLE for node in nodes)
    for node in nodes:
        assert node['cpu_usage_percent'] == pytest.approx(node['cpu_usage'] * 100, abs=0.01)
        assert node['memory_usage_percent'] == pytest.approx(node['memory_usage'] / node['max_memory'] * 100, abs=0.01)
