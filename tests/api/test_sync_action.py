"""`POST endpoints/{id}/sync/`: who may, and what comes back."""

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.api import sync_actions
from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import api_client, grant


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return estate.make_endpoints()[0]


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(endpoint: ProxmoxEndpoint, *, trigger: str, user: User) -> SyncRun:
        words = {'error_code': 'publish-failed', 'cause': 'The broker is down.', 'cure': 'Start it.'}
        return SyncRun.objects.create(endpoint=endpoint, trigger=trigger, user=user, status='failed', **words)

    monkeypatch.setattr(sync_actions, 'request_sync', refuse)


def _address(endpoint: ProxmoxEndpoint) -> str:
    return f'/api/plugins/proxbox/endpoints/{endpoint.pk}/sync/'


def test_the_permission_to_sync_is_enough(client: APIClient, user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxEndpoint, 'sync')

    answer = client.post(_address(endpoint))

    assert answer.status_code == 202
    run = SyncRun.objects.get()
    assert (run.endpoint, run.user, run.trigger) == (endpoint, user, SyncTriggerChoices.API)
    assert answer.json()['id'] == run.pk
    assert answer.json()['status'] == {'value': 'queued', 'label': 'Queued'}


def test_who_may_not_view_runs_gets_no_more_than_what_identifies_it(
    client: APIClient, user: User, endpoint: ProxmoxEndpoint
) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    brief = client.post(_address(endpoint)).json()
    assert set(brief) == {'id', 'url', 'display', 'status', 'requested_at'}

    grant(user, SyncRun, 'view')
    assert client.post(_address(endpoint)).json()['endpoint']['name'] == endpoint.name


def test_why_nothing_came_of_a_request_is_told_to_whoever_made_it(
    client: APIClient, user: User, endpoint: ProxmoxEndpoint, no_broker: None
) -> None:
    grant(user, ProxmoxEndpoint, 'sync')

    answer = client.post(_address(endpoint))

    assert answer.status_code == 503
    assert (answer.json()['cause'], answer.json()['cure']) == ('The broker is down.', 'Start it.')
    assert 'stages' not in answer.json()


def test_an_active_run_is_returned_again(client: APIClient, user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxEndpoint, 'sync')

    first, second = client.post(_address(endpoint)), client.post(_address(endpoint))

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()['id'] == second.json()['id']
    assert SyncRun.objects.count() == 1


def test_a_constraint_decides_about_each_endpoint(client: APIClient, user: User, endpoint: ProxmoxEndpoint) -> None:
    other = ProxmoxEndpoint.objects.exclude(pk=endpoint.pk).earliest('pk')
    grant(user, ProxmoxEndpoint, 'sync', constraints={'name': endpoint.name})

    assert client.post(_address(endpoint)).status_code == 202
    assert client.post(_address(other)).status_code == 403
    assert not SyncRun.objects.filter(endpoint=other).exists()


@pytest.mark.parametrize('actions', [(), ('view',), ('view', 'add', 'change', 'delete')])
def test_other_permissions_do_not_help(
    client: APIClient, user: User, endpoint: ProxmoxEndpoint, actions: tuple[str, ...]
) -> None:
    if actions:
        grant(user, ProxmoxEndpoint, *actions)

    assert client.post(_address(endpoint)).status_code == 403
    assert not SyncRun.objects.exists()


def test_anonymous_requests_are_refused(endpoint: ProxmoxEndpoint) -> None:
    assert APIClient().post(_address(endpoint)).status_code == 403
    assert not SyncRun.objects.exists()


def test_a_token_that_may_only_read_is_refused(user: User, endpoint: ProxmoxEndpoint) -> None:
    grant(user, ProxmoxEndpoint, 'view', 'sync')

    assert api_client(user, write_enabled=False).post(_address(endpoint)).status_code == 403
    assert not SyncRun.objects.exists()


def test_get_is_no_way_to_sync(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    assert admin.get(_address(endpoint)).status_code == 405
    assert not SyncRun.objects.exists()


def test_an_unknown_endpoint_is_not_found(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    for pk in ('0', 'true', '9' * 30):
        assert admin.post(f'/api/plugins/proxbox/endpoints/{pk}/sync/').status_code == 404


def test_a_broker_that_is_down_answers_with_the_cause_and_the_cure(
    admin: APIClient, endpoint: ProxmoxEndpoint, no_broker: None
) -> None:
    answer = admin.post(_address(endpoint))

    assert answer.status_code == 503
    assert (answer.json()['cause'], answer.json()['cure']) == ('The broker is down.', 'Start it.')
