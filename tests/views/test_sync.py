"""The buttons that sync."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from users.models import User

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from netbox_proxbox.views import sync
from tests.accounts import grant

LIST = '/plugins/proxbox/endpoints/proxmox/'


@pytest.fixture
def endpoints(db: None) -> list[ProxmoxEndpoint]:
    return estate.make_endpoints()


def test_the_button_leads_to_the_page_of_the_run(browser: Client, user: User, endpoints: list[ProxmoxEndpoint]) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    grant(user, SyncRun, 'view')

    answer = browser.post(f'{LIST}{endpoints[0].pk}/sync/')

    run = SyncRun.objects.get()
    assert (run.endpoint, run.user, run.trigger) == (endpoints[0], user, SyncTriggerChoices.MANUAL)
    assert answer['Location'] == run.get_absolute_url()
    assert browser.get(answer['Location']).status_code == 200


def test_a_user_who_may_not_see_runs_is_led_back(browser: Client, user: User, endpoints: list[ProxmoxEndpoint]) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    assert browser.post(f'{LIST}{endpoints[0].pk}/sync/')['Location'] == '/'

    grant(user, ProxmoxEndpoint, 'view')
    assert browser.post(f'{LIST}{endpoints[0].pk}/sync/')['Location'] == endpoints[0].get_absolute_url()


def test_the_button_is_shown_where_it_works(browser: Client, user: User, endpoints: list[ProxmoxEndpoint]) -> None:
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxEndpoint, 'sync', constraints={'name': endpoints[0].name})

    pages = [browser.get(endpoint.get_absolute_url()).content.decode() for endpoint in endpoints]

    assert ['Sync now' in page for page in pages] == [True, False, False]
    assert browser.post(f'{LIST}{endpoints[1].pk}/sync/').status_code == 404
    assert not SyncRun.objects.exists()


def test_without_the_permission_nothing_is_synced(
    browser: Client, user: User, endpoints: list[ProxmoxEndpoint]
) -> None:
    grant(user, ProxmoxEndpoint, 'view', 'change')

    assert browser.post(f'{LIST}{endpoints[0].pk}/sync/').status_code == 403
    assert browser.post(f'{LIST}sync/', {'pk': [endpoints[0].pk]}).status_code == 403
    assert not SyncRun.objects.exists()


def test_looking_at_the_address_syncs_nothing(admin: Client, endpoints: list[ProxmoxEndpoint]) -> None:
    assert admin.get(f'{LIST}{endpoints[0].pk}/sync/')['Location'] == endpoints[0].get_absolute_url()
    assert not SyncRun.objects.exists()


def test_the_chosen_rows_of_the_list_are_synced(browser: Client, user: User, endpoints: list[ProxmoxEndpoint]) -> None:
    first, second, third = endpoints
    grant(user, ProxmoxEndpoint, 'sync', 'view', constraints={'pk__in': [first.pk, second.pk]})

    browser.post(f'{LIST}sync/', {'pk': [second.pk, third.pk, 'nonsense']})

    assert [run.endpoint for run in SyncRun.objects.all()] == [second]


def test_all_rows_means_all_that_the_filters_let_through(admin: Client, endpoints: list[ProxmoxEndpoint]) -> None:
    admin.post(f'{LIST}sync/?name=Endpoint 1&name=Endpoint 3', {'_all': 'on', 'pk': [endpoints[0].pk]})

    assert {run.endpoint.name for run in SyncRun.objects.all()} == {'Endpoint 1', 'Endpoint 3'}


def test_a_broker_that_is_down_is_told_with_its_cure(
    admin: Client, endpoints: list[ProxmoxEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(chosen: list[ProxmoxEndpoint], *, trigger: str, user: User) -> list[SyncRun]:
        words = {'error_code': 'publish-failed', 'cause': 'The broker is <down>.', 'cure': 'Start it.'}
        return [SyncRun(endpoint=endpoint, trigger=trigger, user=user, status='failed', **words) for endpoint in chosen]

    monkeypatch.setattr(sync, 'request_syncs', refuse)

    answer = admin.post(f'{LIST}sync/', {'pk': [endpoint.pk for endpoint in endpoints]})

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        'Endpoint 1: The broker is &lt;down&gt;.<br><strong>What to do:</strong> Start it.'
    ]


def test_a_run_that_failed_for_a_reason_of_its_own_does_not_stop_the_others(
    admin: Client, endpoints: list[ProxmoxEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_once(chosen: list[ProxmoxEndpoint], *, trigger: str, user: User) -> list[SyncRun]:
        words = {'status': 'failed', 'error_code': 'backend-paused', 'cause': 'It is paused.'}
        return [SyncRun(endpoint=endpoint, trigger=trigger, user=user, **words) for endpoint in chosen]

    monkeypatch.setattr(sync, 'request_syncs', fail_at_once)

    answer = admin.post(f'{LIST}sync/', {'pk': [endpoint.pk for endpoint in endpoints]})

    assert [str(message) for message in get_messages(answer.wsgi_request)] == ['3 endpoints are being synced.']


@pytest.mark.parametrize('model', [ProxmoxCluster, ProxmoxNode])
def test_clusters_and_nodes_have_the_button_of_their_endpoint(
    browser: Client, user: User, model: type[ProxmoxCluster | ProxmoxNode]
) -> None:
    estate.make_nodes(2)
    first, second = model.objects.order_by('pk')
    grant(user, model, 'view')
    pages = [browser.get(instance.get_absolute_url()).content.decode() for instance in (first, second)]
    assert ['Sync now' in page for page in pages] == [False, False]

    grant(user, ProxmoxEndpoint, 'sync', constraints={'pk': first.endpoint_id})
    pages = [browser.get(instance.get_absolute_url()).content.decode() for instance in (first, second)]
    assert [f'action="{LIST}{first.endpoint_id}/sync/"' in page for page in pages] == [True, False]
    assert 'Sync now' not in pages[1]


@pytest.mark.parametrize('page', ['endpoints/proxmox/sync', 'nodes/link-by-name'])
def test_what_is_no_key_names_no_row(admin: Client, page: str) -> None:
    answer = admin.post(f'/plugins/proxbox/{page}/', {'pk': '9' * 5000})

    assert answer.status_code in {200, 302}
