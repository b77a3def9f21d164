"""Lists take as many statements with many rows as with few."""

import pytest
from django.test import Client
from django.urls import reverse

from netbox_proxbox.models import ProxmoxNode, SyncRun
from tests.builders import a_backend, a_run, an_endpoint, written
from tests.readings import cluster_of, metrics_of, numbered
from tests.sync.statements import statements_of

LISTS = ('proxboxbackend', 'proxmoxendpoint', 'proxmoxcluster', 'proxmoxnode', 'syncrun')


@pytest.mark.parametrize('model', LISTS)
def test_a_list_is_read_with_a_constant_number_of_statements(admin: Client, model: str) -> None:
    _add(1, nodes=2)
    few = _statements_of_list(admin, model)
    for number in range(2, 12):
        _add(number, nodes=6)
    assert (ProxmoxNode.objects.count(), SyncRun.objects.count()) == (62, 22)

    assert _statements_of_list(admin, model) == few


def _add(number: int, *, nodes: int) -> None:
    endpoint = an_endpoint(a_backend(name=f'backend {number}'), name=f'lab {number}')
    topology = cluster_of(*numbered(nodes), name=f'cluster {number}')
    written(endpoint, topology, metrics_of(*(node.name for node in topology.nodes)))
    a_run(endpoint, 'failed')
    a_run(endpoint, 'succeeded')


def _statements_of_list(browser: Client, model: str) -> int:
    path = reverse(f'plugins:netbox_proxbox:{model}_list')
    assert browser.get(path).status_code == 200  # what NetBox looks up once for each process
    return len(statements_of(lambda: browser.get(path)))
