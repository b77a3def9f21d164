"""Pasted addresses and logins mean the same in a form, its connection test, an import, a bulk edit and the REST API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from tests.accounts import api_client
from tests.builders import a_backend, an_endpoint
from tests.readings import cluster_of, metrics_of
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate

type Entry = Callable[..., str]
PAGES, REST = '/plugins/proxbox/endpoints/proxmox/', '/api/plugins/proxbox/endpoints/'
VALUE = '12345678-1234-1234-1234-123456789abc'
SOUND = {'name': 'new', 'domain': 'pve1', 'username': 'root@pam', 'token_name': 'netbox', 'token_value': VALUE}
TAKEN_APART: list[Any] = [
    ({'token_name': 'svc@pve!netbox'}, {'username': 'svc@pve', 'token_name': 'netbox'}),
    ({'username': 'svc@pve!netbox', 'token_name': ''}, {'username': 'svc@pve', 'token_name': 'netbox'}),
    ({'token_value': f'svc@pve!netbox={VALUE}', 'token_name': ''}, {'username': 'svc@pve', 'token_name': 'netbox'}),
    ({'domain': 'https://pve1.example.com:8443/#v1'}, {'domain': 'pve1.example.com', 'port': 8443}),
    ({'domain': 'pve1:8443'}, {'domain': 'pve1', 'port': 8443}),
    ({'domain': '[2001:db8::1]:8006'}, {'domain': '', 'ip_address': '2001:db8::1', 'port': 8006}),
]
REFUSED: list[Any] = [
    ({'domain': 'pve one'}, 'Enter a host name such as pve1.example.com'),
    ({'username': 'root'}, 'Enter a user with its realm'),
    ({'token_name': 'netbox!'}, 'Enter the name of a token'),
    ({'token_value': f'netbox={VALUE}'}, 'Enter the secret alone'),
]


@pytest.fixture
def rest(db: None) -> APIClient:
    return api_client(User.objects.create_superuser(username='machine'))


@pytest.fixture(params=['form', 'import', 'REST'])
def add(request: Any, admin: Client, rest: APIClient) -> Entry:
    """Adds an endpoint and returns what is answered."""
    backend = a_backend()

    def by_form(**fields: Any) -> str:
        answer = admin.post(f'{PAGES}add/', {'port': 8006, **fields, 'backend': backend.pk})
        return answer.content.decode()

    def by_import(**fields: Any) -> str:
        columns = {**fields, 'backend': backend.name}
        data = f'{",".join(columns)}\n{",".join(map(str, columns.values()))}'
        form = {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'}
        return admin.post(f'{PAGES}import/', form).content.decode()

    def by_rest(**fields: Any) -> str:
        return rest.post(REST, {**fields, 'backend': backend.pk}, format='json').content.decode()

    entries: dict[str, Entry] = {'form': by_form, 'import': by_import, 'REST': by_rest}
    return entries[request.param]


@pytest.mark.parametrize(('pasted', 'expected'), TAKEN_APART)
def test_what_has_one_meaning_is_taken_apart(add: Entry, pasted: dict[str, str], expected: dict[str, Any]) -> None:
    words = add(**{**SOUND, **pasted})

    endpoint = ProxmoxEndpoint.objects.filter(name='new').first()
    assert endpoint, words
    assert {name: getattr(endpoint, name) for name in expected} == expected
    assert endpoint.token_value.reveal() == VALUE


@pytest.mark.parametrize(('entered', 'words'), REFUSED)
def test_what_has_none_is_refused_in_words(add: Entry, entered: dict[str, str], words: str) -> None:
    assert words in add(**{**SOUND, **entered})
    assert not ProxmoxEndpoint.objects.exists()


def test_a_stored_value_stays_with_a_token_that_is_named_by_its_whole_id(rest: APIClient) -> None:
    endpoint = an_endpoint(token_name='old', token_value=VALUE)

    answer = rest.patch(f'{REST}{endpoint.pk}/', {'token_name': 'svc@pve!netbox'}, format='json')

    assert (answer.json()['username'], answer.json()['token_name']) == ('svc@pve', 'netbox')
    assert ProxmoxEndpoint.objects.get().token_value.reveal() == VALUE


def test_another_address_in_a_url_asks_for_the_login_and_the_same_one_does_not(rest: APIClient) -> None:
    endpoint = an_endpoint(ip_address=None, domain='pve1')
    path = f'{REST}{endpoint.pk}/'

    assert list(rest.patch(path, {'domain': 'https://pve1:6666/'}, format='json').json()) == ['password']
    assert list(rest.patch(path, {'domain': '192.0.2.66'}, format='json').json()) == ['password']
    assert rest.patch(path, {'domain': 'https://pve1:8006/'}, format='json').status_code == 200


def test_a_bulk_edit_takes_apart_what_was_stored_before(admin: Client) -> None:
    endpoint = an_endpoint(token_name='svc@pve!netbox', token_value=VALUE)

    assert admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk], 'timeout': 9, '_apply': '1'}).status_code == 302

    stored = ProxmoxEndpoint.objects.get()
    assert (stored.username, stored.token_name, stored.timeout) == ('svc@pve', 'netbox', 9)
    assert stored.token_value.reveal() == VALUE


def test_a_token_in_the_wrong_field_is_no_secret_without_a_key(rest: APIClient, configure: Callable[..., None]) -> None:
    backend = a_backend()
    configure(encryption_keys=[])
    fields = {'name': 'new', 'domain': 'pve1', 'token_name': f'svc@pve!netbox={VALUE}', 'backend': backend.pk}

    answer = rest.post(REST, fields, format='json')

    assert (answer.status_code, list(answer.json())) == (400, ['token_value'])
    assert VALUE not in answer.content.decode()


def test_the_connection_test_of_a_form_sends_what_was_taken_apart(admin: Client) -> None:
    with ScriptedBackend(Estate(cluster_of('pve1'), metrics_of('pve1'))) as proxbox:
        connection = proxbox.connection()
        backend = a_backend(base_url=connection.url, api_key=connection.api_key)
        pasted = {'domain': 'https://pve1:8443/', 'token_name': '', 'token_value': f'svc@pve!netbox={VALUE}'}

        admin.post(f'{PAGES}test-values/', {**SOUND, **pasted, 'port': 8006, 'backend': backend.pk})

        sent = next(request.payload for request in proxbox.received if request.payload)
    assert (sent['ip_address'], sent['port'], sent['username']) == ('pve1', 8443, 'svc@pve')
    assert (sent['token_name'], sent['token_value']) == ('netbox', VALUE)
