"""Secrets can be written through the REST API and are found nowhere that can be read."""

from typing import Any

import pytest
from core.models import ObjectChange
from django.db import connection
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

ROOT = '/api/plugins/proxbox/'
API_KEY, PASSWORD, TOKEN_VALUE = (
    'key-that-nobody-may-see-0123456789',
    'pass-that-nobody-may-see',
    'token-nobody-may-see',
)
SECRETS = (API_KEY, PASSWORD, TOKEN_VALUE)


@pytest.fixture
def answers(admin: APIClient) -> list[Any]:
    """Create a backend and an endpoint with all secrets, change each, and return all that was answered."""
    backend = _post(admin, 'backends/', name='b', base_url='http://proxbox-api:8800', api_key='old-' + API_KEY)
    login = {'password': 'old-' + PASSWORD, 'token_name': 'netbox', 'token_value': 'old-' + TOKEN_VALUE}
    endpoint = _post(admin, 'endpoints/', name='e', backend=backend.json()['id'], domain='pve.example.net', **login)
    return [
        backend,
        endpoint,
        admin.patch(f'{ROOT}backends/{backend.json()["id"]}/', {'api_key': API_KEY}, format='json'),
        admin.patch(
            f'{ROOT}endpoints/{endpoint.json()["id"]}/',
            {'password': PASSWORD, 'token_value': TOKEN_VALUE},
            format='json',
        ),
    ]


def _post(client: APIClient, path: str, **fields: Any) -> Any:
    answer = client.post(ROOT + path, fields, format='json')
    assert answer.status_code == 201, answer.content
    return answer


def test_secrets_are_kept_and_changed(answers: list[Any]) -> None:
    assert [answer.status_code for answer in answers] == [201, 201, 200, 200]
    backend, endpoint = ProxboxBackend.objects.get(), ProxmoxEndpoint.objects.get()
    assert (backend.api_key.reveal(), endpoint.password.reveal(), endpoint.token_value.reveal()) == SECRETS


def test_a_field_that_is_left_out_or_emptied(admin: APIClient, answers: list[Any]) -> None:
    address = f'{ROOT}endpoints/{ProxmoxEndpoint.objects.get().pk}/'

    admin.patch(address, {'description': 'no secret in this request'}, format='json')
    assert ProxmoxEndpoint.objects.get().password.reveal() == PASSWORD
    admin.patch(address, {'password': ''}, format='json')
    assert not ProxmoxEndpoint.objects.get().password


@pytest.mark.parametrize('key', [{}, {'api_key': ''}, {'api_key': None}])
def test_a_backend_is_neither_added_nor_replaced_without_its_key(
    admin: APIClient, answers: list[Any], key: dict[str, Any]
) -> None:
    backend = ProxboxBackend.objects.get()
    address = f'{ROOT}backends/{backend.pk}/'
    fields = {'name': 'other', 'base_url': backend.base_url, **key}

    for refused in (
        admin.post(f'{ROOT}backends/', fields, format='json'),
        admin.put(address, fields, format='json'),
        *([admin.patch(address, key, format='json')] if key else []),
    ):
        assert (refused.status_code, list(refused.json())) == (400, ['api_key'])

    assert admin.patch(address, {'name': 'other'}, format='json').status_code == 200
    assert admin.put(address, {**fields, 'name': 'b', 'api_key': API_KEY}, format='json').status_code == 200
    assert ProxboxBackend.objects.get().api_key.reveal() == API_KEY


def test_no_answer_shows_a_secret(admin: APIClient, answers: list[Any]) -> None:
    pages = [
        *answers,
        admin.get(f'{ROOT}backends/'),
        admin.get(f'{ROOT}endpoints/'),
        admin.get(f'{ROOT}endpoints/?fields=password,token_value,id'),
        admin.options(f'{ROOT}endpoints/'),
        admin.get('/api/core/object-changes/'),
    ]
    for page in pages:
        _assert_clean(page.content.decode())


def test_the_change_log_tells_that_a_secret_changed_and_no_more(answers: list[Any]) -> None:
    changes = list(ObjectChange.objects.filter(changed_object_type__app_label='netbox_proxbox').order_by('pk'))

    assert len(changes) == 4
    _assert_clean(str([(change.prechange_data, change.postchange_data) for change in changes]))
    assert changes[-1].prechange_data['password'] != changes[-1].postchange_data['password']


def test_the_database_holds_ciphertext(answers: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute('SELECT api_key FROM netbox_proxbox_proxboxbackend')
        rows = cursor.fetchall()
        cursor.execute('SELECT password, token_value FROM netbox_proxbox_proxmoxendpoint')
        rows += cursor.fetchall()

    _assert_clean(str(rows))


def test_graphql_does_not_know_secrets(admin: APIClient, answers: list[Any]) -> None:
    answer = admin.post('/graphql/', {'query': '{ proxmox_endpoint_list { name password } }'}, format='json')

    assert "Cannot query field 'password'" in answer.content.decode()


@pytest.mark.parametrize('path', ['backends', 'endpoints'])
def test_no_secret_is_put_into_the_task_queue(admin: APIClient, answers: list[Any], path: str) -> None:
    answer = admin.post(f'{ROOT}{path}/?background=true', [{'name': 'x'}], format='json')

    assert answer.status_code == 400
    assert 'Background processing is not supported' in answer.content.decode()


def test_without_a_key_the_field_says_how_to_make_one(admin: APIClient, settings: Any) -> None:
    plugin = {**settings.PLUGINS_CONFIG['netbox_proxbox'], 'encryption_keys': []}
    settings.PLUGINS_CONFIG = {**settings.PLUGINS_CONFIG, 'netbox_proxbox': plugin}
    fields = {'name': 'b', 'base_url': 'http://proxbox-api:8800', 'api_key': API_KEY}

    answer = admin.post(f'{ROOT}backends/', fields, format='json')

    assert answer.status_code == 400
    assert 'generate-key' in answer.json()['api_key'][0]
    _assert_clean(answer.content.decode())


def _assert_clean(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in text]
