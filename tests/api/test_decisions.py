"""`POST endpoints/{id}/confirm-deletions/` and `keep-nodes/`: who may, and what comes back. Filters by absence."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import api_client, grant

ENDPOINTS = '/api/plugins/proxbox/endpoints/'
NODES = '/api/plugins/proxbox/nodes/'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    """An endpoint with a node in each state."""
    found = estate.make_endpoints()[0]
    for because in ('', 'rule', 'limit', 'all-nodes'):
        ProxmoxNode.objects.create(endpoint=found, name=because or 'there', missing_because=because)
    return found


def address(endpoint: ProxmoxEndpoint, action: str) -> str:
    return f'{ENDPOINTS}{endpoint.pk}/{action}/'


def node(name: str) -> ProxmoxNode:
    return ProxmoxNode.objects.get(name=name)


def test_confirming_answers_with_the_run(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = admin.post(address(endpoint, 'confirm-deletions'), {'nodes': [node('limit').pk]}, format='json')

    assert answer.status_code == 202
    assert answer.json()['id'] == SyncRun.objects.get().pk
    assert answer.json()['trigger']['value'] == 'api'
    assert list(ProxmoxNode.objects.filter(deletion_confirmed=True)) == [node('limit')]


@pytest.mark.parametrize('body', [{'nodes': []}, {'node': [1]}, {'nodes': None}])
@pytest.mark.parametrize('path', ['confirm-deletions', 'keep-nodes'])
def test_what_names_no_node_by_mistake_does_not_stand_for_all(
    admin: APIClient, endpoint: ProxmoxEndpoint, path: str, body: dict[str, Any]
) -> None:
    assert admin.post(address(endpoint, path), body, format='json').status_code == 400

    assert not ProxmoxNode.objects.filter(deletion_confirmed=True).exists()
    assert not SyncRun.objects.exists()


def test_what_does_not_wait_is_not_confirmed(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = admin.post(address(endpoint, 'confirm-deletions'), {'nodes': [node('there').pk]}, format='json')

    assert (answer.status_code, answer.json()) == (400, ['None of these nodes waits for a decision.'])
    assert not SyncRun.objects.exists()


def test_without_ids_all_held_nodes_are_meant(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    assert admin.post(address(endpoint, 'confirm-deletions'), {}, format='json').status_code == 202

    assert set(ProxmoxNode.objects.filter(deletion_confirmed=True)) == {node('limit'), node('all-nodes')}


def test_keeping_answers_with_the_nodes(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    chosen = [node('limit').pk, node('rule').pk, node('there').pk]

    answer = admin.post(address(endpoint, 'keep-nodes'), {'nodes': chosen}, format='json')

    assert answer.status_code == 200
    assert {kept['name'] for kept in answer.json()} == {'limit', 'rule'}
    kept = {'value': 'kept', 'label': 'Kept by a person'}
    assert [each['missing_because'] for each in answer.json()] == [kept, kept]
    assert not SyncRun.objects.exists()


def test_a_decision_of_a_person_is_in_the_change_log(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    admin.post(address(endpoint, 'keep-nodes'), {'nodes': [node('limit').pk]}, format='json')

    changes = admin.get(f'/api/core/object-changes/?changed_object_id={node("limit").pk}&action=update').json()
    assert [(entry['user_name'], entry['message']) for entry in changes['results']] == [('administrator', 'Kept')]


@pytest.mark.parametrize('action', ['confirm-deletions', 'keep-nodes'])
@pytest.mark.parametrize('nodes', ['1', [0], ['x'], [-1], [2**64], None])
def test_what_is_no_list_of_ids_is_refused(
    admin: APIClient, endpoint: ProxmoxEndpoint, action: str, nodes: Any
) -> None:
    answer = admin.post(address(endpoint, action), {'nodes': nodes}, format='json')

    assert answer.status_code == 400
    assert set(answer.json()) == {'nodes'}


@pytest.mark.parametrize('action', ['confirm-deletions', 'keep-nodes'])
def test_it_takes_sync_on_the_endpoint_and_the_right_on_each_node(
    client: APIClient, user: User, endpoint: ProxmoxEndpoint, action: str
) -> None:
    body = {'nodes': [node('limit').pk]}
    grant(user, ProxmoxNode, 'view', 'change', 'delete')
    assert client.post(address(endpoint, action), body, format='json').status_code == 403

    grant(user, ProxmoxEndpoint, 'sync')
    assert api_client(user, write_enabled=False).post(address(endpoint, action), body, format='json').status_code == 403
    assert client.post(address(endpoint, action), body, format='json').status_code in (200, 202)


def test_a_refusal_says_why(client: APIClient, user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    grant(user, ProxmoxNode, 'view')

    answer = client.post(address(endpoint, 'confirm-deletions'), {}, format='json')

    assert (answer.status_code, answer.json()['detail']) == (403, 'You may not do this to limit, all-nodes.')


@pytest.mark.parametrize('action', ['confirm-deletions', 'keep-nodes'])
def test_an_unknown_endpoint_is_not_found(admin: APIClient, db: None, action: str) -> None:
    assert admin.post(f'{ENDPOINTS}0/{action}/', {}, format='json').status_code == 404


@pytest.mark.parametrize(
    ('query', 'names'),
    [
        ('is_missing=true', {'rule', 'limit', 'all-nodes'}),
        ('is_missing=false', {'there'}),
        ('is_held=true', {'limit', 'all-nodes'}),
        ('is_held=false', {'there', 'rule'}),
        ('missing_because=rule&missing_because=limit', {'rule', 'limit'}),
    ],
)
def test_nodes_are_filtered_by_their_absence(
    admin: APIClient, endpoint: ProxmoxEndpoint, query: str, names: set[str]
) -> None:
    found = admin.get(f'{NODES}?endpoint_id={endpoint.pk}&{query}').json()['results']

    assert {row['name'] for row in found} == names


def test_absence_is_read_only(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    fields = {'missing_because': 'kept', 'missing_readings': 7, 'deletion_confirmed': True}

    assert admin.patch(f'{NODES}{node("limit").pk}/', fields, format='json').status_code == 200

    found = node('limit')
    assert (found.missing_because, found.missing_readings, found.deletion_confirmed) == ('limit', 0, False)


def test_the_settings_of_an_endpoint_are_read_and_written(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    path = f'{ENDPOINTS}{endpoint.pk}/'
    policy = {'when_node_disappears': 'keep', 'keep_readings': 3, 'deletion_limit': 50}

    assert admin.patch(path, policy, format='json').status_code == 200
    assert (
        admin.get(path).json() | policy | {'when_node_disappears': {'value': 'keep', 'label': 'Keep for some readings'}}
        == admin.get(path).json()
    )
    assert admin.patch(path, {'deletion_limit': 101}, format='json').status_code == 400
    assert admin.get(f'{ENDPOINTS}?when_node_disappears=keep').json()['count'] == 1


def test_graphql_knows_what_is_missing(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    query = '{proxmox_node_list(filters: {is_held: true}) {name missing_because missing_readings}}'

    answer = admin.post('/graphql/', {'query': query}, format='json').json()

    assert {node['name']: node['missing_because'] for node in answer['data']['proxmox_node_list']} == {
        'limit': 'limit',
        'all-nodes': 'all-nodes',
    }
