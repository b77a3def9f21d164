"""A backend has an API key: nobody can save one without, and a stored one need not be entered again."""

import pytest
from django.test import Client
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxboxBackend
from tests.accounts import api_client
from tests.builders import a_backend

PAGES, REST = '/plugins/proxbox/endpoints/proxbox-api/', '/api/plugins/proxbox/backends/'
FORM = {'name': 'main', 'base_url': 'http://127.0.0.1:9', 'enabled': 'on', 'max_concurrent': 2, 'timeout': 30}


@pytest.fixture
def rest(db: None) -> APIClient:
    return api_client(User.objects.create_superuser(username='machine'))


def test_a_form_without_a_key_is_refused_at_its_field(admin: Client) -> None:
    answer = admin.post(f'{PAGES}add/', FORM)

    assert answer.context['form'].errors == {'api_key': ['This field is required.']}
    assert not ProxboxBackend.objects.exists()


def test_an_import_without_a_key_is_refused(admin: Client) -> None:
    for data in ('name,base_url\nnew,http://new:8800', 'name,base_url,api_key\nnew,http://new:8800,'):
        answer = admin.post(f'{PAGES}import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})

        assert 'Record 1 api_key: This field is required.' in answer.content.decode()
    assert not ProxboxBackend.objects.exists()


def test_a_request_without_a_key_is_refused_at_its_field(rest: APIClient) -> None:
    fields = {'name': 'main', 'base_url': 'http://127.0.0.1:9'}

    for request in (fields, {**fields, 'api_key': ''}):
        answer = rest.post(REST, request, format='json')
        assert (answer.status_code, list(answer.json())) == (400, ['api_key'])
    assert not ProxboxBackend.objects.exists()


def test_a_stored_key_stays_and_cannot_be_removed(admin: Client, rest: APIClient) -> None:
    backend = a_backend()
    path = backend.get_absolute_url()

    assert admin.post(f'{path}edit/', {**FORM, 'description': 'new'}).status_code == 302
    assert 'Remove the API key' not in admin.get(f'{path}edit/').content.decode()
    assert rest.patch(f'{REST}{backend.pk}/', {'timeout': 9}, format='json').status_code == 200
    assert rest.patch(f'{REST}{backend.pk}/', {'api_key': ''}, format='json').status_code == 400

    backend = ProxboxBackend.objects.get()
    assert (backend.description, backend.timeout, backend.api_key.reveal()) == ('new', 9, 'k' * 32)


def test_only_what_is_stored_is_said_to_be_kept(admin: Client) -> None:
    edit = admin.get(f'{a_backend().get_absolute_url()}edit/').content.decode()

    for kind in ('proxbox-api', 'proxmox'):
        assert 'Leave empty to keep' not in admin.get(f'/plugins/proxbox/endpoints/{kind}/add/').content.decode()
    assert 'of 32 characters or more. Leave empty to keep the stored one.' in edit
