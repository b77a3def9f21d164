"""Metrics of nodes and clusters that are written by hand: what cannot be is refused."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tests import estate

ROOT = '/api/plugins/proxbox/'
OF_NODES = ('node_id', 'cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'uptime')
OF_CLUSTERS = ('nodes_count', 'version')


@pytest.fixture
def node(db: None) -> ProxmoxNode:
    return estate.make_nodes(1)[0]


@pytest.mark.parametrize('name', OF_NODES)
def test_a_node_has_no_metric_below_zero(admin: APIClient, node: ProxmoxNode, name: str) -> None:
    assert _refused(admin.patch(f'{ROOT}nodes/{node.pk}/', {name: -5}, format='json')) == [name]


@pytest.mark.parametrize('name', OF_CLUSTERS)
def test_a_cluster_has_no_metric_below_zero(admin: APIClient, node: ProxmoxNode, name: str) -> None:
    answer = admin.patch(f'{ROOT}clusters/{node.proxmox_cluster_id}/', {name: -5}, format='json')

    assert _refused(answer) == [name]


@pytest.mark.parametrize('text', ['nan', 'inf', '-inf'])
def test_what_json_cannot_hold_is_not_stored(admin: APIClient, node: ProxmoxNode, text: str) -> None:
    admin.raise_request_exception = False

    assert _refused(admin.patch(f'{ROOT}nodes/{node.pk}/', {'cpu_usage': text}, format='json')) == ['cpu_usage']
    assert admin.get(f'{ROOT}nodes/').status_code == 200


@pytest.mark.parametrize(('usage', 'percent'), [(0, 0), (0.125, 12.5), (1, 100), (12.5, 12.5), (250, 100)])
def test_a_fraction_and_a_percentage_are_both_understood(
    admin: APIClient, node: ProxmoxNode, usage: float, percent: float
) -> None:
    answer = admin.patch(f'{ROOT}nodes/{node.pk}/', {'cpu_usage': usage}, format='json').json()

    assert (answer['cpu_usage'], answer['cpu_usage_percent']) == (usage, percent)


def _refused(answer: Any) -> list[str]:
    assert answer.status_code == 400
    return list(answer.json())
