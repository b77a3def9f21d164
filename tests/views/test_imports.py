"""What an import makes of a cell that is empty: it never takes a value away from a column that must have one."""

import json
from typing import Any

import pytest
from django.test import Client
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.builders import a_backend, an_endpoint, backend_of

PATHS = {
    ProxboxBackend: 'endpoints/proxbox-api',
    ProxmoxEndpoint: 'endpoints/proxmox',
    ProxmoxCluster: 'clusters',
    ProxmoxNode: 'nodes',
}
LOGIN = {'name': 'new', 'backend': 'main', 'domain': 'pve.example.net', 'password': 'a-password'}
BACKEND = {'name': 'new', 'base_url': 'http://new:8800', 'api_key': 'n' * 32}
NEW: list[Any] = [
    (ProxboxBackend, BACKEND, ('max_concurrent', 'timeout'), (2, 30)),
    (ProxboxBackend, BACKEND, ('verify_tls', 'enabled'), (True, True)),
    (ProxmoxEndpoint, LOGIN, ('port', 'username'), (8006, 'root@pam')),
    (ProxmoxEndpoint, LOGIN, ('verify_ssl', 'enabled', 'timeout'), (True, True, None)),
    (ProxmoxEndpoint, LOGIN, ('when_node_disappears', 'keep_readings', 'deletion_limit'), ('delete', 10, 30)),
    (ProxmoxEndpoint, LOGIN, ('link_nodes', 'link_clusters', 'link_by_name'), ('by-rule', 'by-rule', True)),
    (ProxmoxEndpoint, LOGIN, ('link_by_short_name', 'link_by_address', 'link_site'), (True, False, None)),
    (ProxmoxCluster, {'name': 'new', 'endpoint': 'lab'}, ('mode', 'nodes_count'), ('undefined', 0)),
    (ProxmoxCluster, {'name': 'new', 'endpoint': 'lab'}, ('quorate', 'version'), (False, None)),
    (ProxmoxNode, {'name': 'new', 'endpoint': 'lab'}, ('node_id', 'online', 'ip_address'), (0, False, None)),
]
KEPT: list[Any] = [
    (ProxboxBackend, {'max_concurrent': 7, 'timeout': 9, 'verify_tls': False, 'enabled': False}),
    (ProxmoxEndpoint, {'port': 443, 'username': 'a@pve', 'verify_ssl': False, 'enabled': False}),
    (ProxmoxEndpoint, {'when_node_disappears': 'keep', 'keep_readings': 3, 'deletion_limit': 50}),
    (ProxmoxEndpoint, {'link_nodes': 'off', 'link_clusters': 'off', 'link_by_name': False}),
    (ProxmoxCluster, {'mode': 'cluster', 'nodes_count': 5, 'quorate': True}),
    (ProxmoxNode, {'node_id': 4, 'online': True}),
]


@pytest.mark.parametrize('data_format', ['csv', 'json'])
@pytest.mark.parametrize(('model', 'given', 'names', 'defaults'), NEW)
def test_an_empty_cell_of_a_new_row_is_its_default(
    admin: Client, model: Any, given: dict[str, str], names: tuple[str, ...], defaults: Any, data_format: str
) -> None:
    an_endpoint(a_backend())

    _import(admin, model, {**given, **_blank(names, data_format)}, data_format)

    row = model.objects.get(name='new')
    assert tuple(getattr(row, name) for name in names) == defaults


@pytest.mark.parametrize('data_format', ['csv', 'json'])
@pytest.mark.parametrize(('model', 'stored'), KEPT)
def test_an_empty_cell_of_a_row_with_an_id_keeps_what_is_there(
    admin: Client, model: Any, stored: dict[str, Any], data_format: str
) -> None:
    row = _stored(model, stored)

    _import(admin, model, {'id': row.pk, 'description': 'new', **_blank(stored, data_format)}, data_format)

    row = model.objects.get(pk=row.pk)
    assert row.description == 'new'
    assert {name: getattr(row, name) for name in stored} == stored


@pytest.mark.parametrize('data_format', ['csv', 'json'])
def test_an_empty_cell_is_nothing_where_nothing_may_be(admin: Client, data_format: str) -> None:
    endpoint = an_endpoint(timeout=9, description='old')

    _import(admin, ProxmoxEndpoint, {'id': endpoint.pk, **_blank(('timeout', 'description'), data_format)}, data_format)

    endpoint.refresh_from_db()
    assert (endpoint.timeout, endpoint.description) == (None, '')


@pytest.mark.parametrize('nothing', [[], {}, '', ' '])
def test_whatever_is_nothing_in_json_is_an_empty_cell(admin: Client, nothing: Any) -> None:
    backend = a_backend(timeout=9)

    _import(admin, ProxboxBackend, {'id': backend.pk, 'timeout': nothing, 'verify_tls': nothing}, 'json')

    backend.refresh_from_db()
    assert (backend.timeout, backend.verify_tls) == (9, True)


@pytest.mark.parametrize('data_format', ['csv', 'json'])
def test_an_empty_cell_keeps_a_secret(admin: Client, data_format: str) -> None:
    endpoint = an_endpoint(token_name='netbox', token_value='a-value')
    secrets = _blank(('password', 'token_value'), data_format)

    _import(admin, ProxmoxEndpoint, {'id': endpoint.pk, 'description': 'new', **secrets}, data_format)
    _import(admin, ProxboxBackend, {'id': endpoint.backend_id, **_blank(('api_key',), data_format)}, data_format)

    endpoint = ProxmoxEndpoint.objects.get()
    assert (endpoint.description, endpoint.password.reveal()) == ('new', 'a-password')
    assert (endpoint.token_value.reveal(), backend_of(endpoint).api_key.reveal()) == ('a-value', 'k' * 32)


def test_an_import_speaks_of_the_queue_only_if_it_was_asked_for(admin: Client) -> None:
    data = 'name,base_url,api_key\n{},http://new:8800,' + 'n' * 32
    form = {'format': 'csv', 'csv_delimiter': 'auto'}
    path = f'/plugins/proxbox/{PATHS[ProxboxBackend]}/import/'
    # As NetBox's page sends it: the empty one is hidden, and always there.
    without = admin.post(path, {**form, 'data': data.format('one'), 'background_job': ''}, follow=True)
    queued = admin.post(path, {**form, 'data': data.format('two'), 'background_job': ['', 'on']}, follow=True)

    assert ['never queued' in answer.content.decode() for answer in (without, queued)] == [False, True]
    assert ProxboxBackend.objects.count() == 2


def test_a_line_with_an_id_links_what_exists_by_the_name_of_the_netbox_object(admin: Client) -> None:
    cluster = _stored(ProxmoxCluster, {})
    node = ProxmoxNode.objects.create(endpoint=cluster.endpoint, name='pve1')
    kind = ClusterType.objects.create(name='Proxmox VE', slug='proxmox-ve')
    linked = Cluster.objects.create(name='nb-cluster', type=kind), create_test_device('nb-device')

    _import(admin, ProxmoxCluster, {'id': cluster.pk, 'netbox_cluster': 'nb-cluster'}, 'csv')
    _import(admin, ProxmoxNode, {'id': node.pk, 'netbox_device': 'nb-device'}, 'csv')

    assert (ProxmoxCluster.objects.get().netbox_cluster, ProxmoxNode.objects.get().netbox_device) == linked


def _stored(model: Any, fields: dict[str, Any]) -> Any:
    """Save a row of the model, with these fields."""
    if model is ProxboxBackend:
        return a_backend(**fields)
    if model is ProxmoxEndpoint:
        return an_endpoint(**fields)
    return model.objects.create(endpoint=an_endpoint(), name='old', **fields)


def _blank(names: Any, data_format: str) -> dict[str, Any]:
    return dict.fromkeys(names, '' if data_format == 'csv' else None)


def _import(browser: Client, model: Any, row: dict[str, Any], data_format: str) -> None:
    csv = f'{",".join(row)}\n{",".join(map(str, row.values()))}'
    data = csv if data_format == 'csv' else json.dumps([row])
    form = {'data': data, 'format': data_format, 'csv_delimiter': 'auto'}
    answer = browser.post(f'/plugins/proxbox/{PATHS[model]}/import/', form)
    assert answer.status_code == 302, answer.content.decode()
