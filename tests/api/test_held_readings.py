"""`POST endpoints/{id}/believe-reading/` and `rename-nodes/`; what the endpoint says of a reading that is held."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import api_client, grant

ENDPOINTS = '/api/plugins/proxbox/endpoints/'
READING = {'mode': 'cluster', 'name': 'ams', 'version': 9, 'nodes': ['ams1'], 'cluster': 1, 'renames': {'pve1': 'ams1'}}


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    """One that answers as another cluster."""
    found = estate.make_endpoints()[0]
    ProxmoxCluster.objects.create(endpoint=found, name='lab-cluster')
    ProxmoxNode.objects.create(endpoint=found, name='pve1')
    held = {'held_because': 'nothing-in-common', 'held_since': clock.database_now(), 'held_reading': READING}
    ProxmoxEndpoint.objects.filter(pk=found.pk).update(**held)
    return ProxmoxEndpoint.objects.get(pk=found.pk)


def address(endpoint: ProxmoxEndpoint, action: str = '') -> str:
    return f'{ENDPOINTS}{endpoint.pk}/' + (f'{action}/' if action else '')


@pytest.mark.parametrize(('action', 'decision'), [('believe-reading', 'believe'), ('rename-nodes', 'rename')])
def test_a_decision_answers_with_the_run(
    admin: APIClient, endpoint: ProxmoxEndpoint, action: str, decision: str
) -> None:
    shown = admin.get(address(endpoint)).json()
    assert (shown['held_because']['value'], shown['held_reading']) == ('nothing-in-common', READING)

    answer = admin.post(address(endpoint, action), {'held_since': shown['held_since']}, format='json')

    assert (answer.status_code, answer.json()['id']) == (202, SyncRun.objects.get().pk)
    assert admin.get(address(endpoint)).json()['held_decision']['value'] == decision


@pytest.mark.parametrize('action', ['believe-reading', 'rename-nodes'])
@pytest.mark.parametrize(
    'body', [{'held_since': '2026-01-01T00:00:00Z'}, {'held_since': 'then'}, {'since': 1}, {'held_since': None}]
)
def test_another_question_is_not_answered(
    admin: APIClient, endpoint: ProxmoxEndpoint, action: str, body: dict[str, Any]
) -> None:
    assert admin.post(address(endpoint, action), body, format='json').status_code == 400
    assert (ProxmoxEndpoint.objects.get(pk=endpoint.pk).held_decision, SyncRun.objects.count()) == ('', 0)


def test_where_nothing_is_held_that_is_said(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(held_because='')

    answer = admin.post(address(endpoint, 'believe-reading'))

    assert (answer.status_code, answer.json()) == (400, ['No reading of this endpoint waits for a decision.'])


def test_who_may_not_delete_what_goes_is_refused(endpoint: ProxmoxEndpoint) -> None:
    user = User.objects.create_user('bob')
    grant(user, ProxmoxEndpoint, 'view', 'sync')
    grant(user, ProxmoxNode, 'view', 'delete')

    answer = api_client(user).post(address(endpoint, 'believe-reading'))

    assert (answer.status_code, answer.json()['detail']) == (403, 'It takes 1 row that you may not see.')
    assert not SyncRun.objects.exists()


def test_endpoints_are_found_by_it(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    for query in ('held=true', 'held_because=nothing-in-common'):
        found = admin.get(f'{ENDPOINTS}?{query}').json()
        assert [row['id'] for row in found['results']] == [endpoint.pk]
    assert admin.get(f'{ENDPOINTS}?held=false').json()['count'] == ProxmoxEndpoint.objects.count() - 1
