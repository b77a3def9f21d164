"""Whoever changes an address, but does not know the secret, cannot have the stored one sent to a host of their own."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import a_backend, an_endpoint, backend_of

from .written_endpoints import PAGES, REST, fields_of, imported, is_unmoved

pytestmark = pytest.mark.django_db

ELSEWHERE: list[dict[str, Any]] = [
    {'domain': 'pve.attacker.example'},
    {'ip_address': '192.0.2.66'},
    {'port': 6666},
    {'further_addresses': ['pve.attacker.example']},
    {'backend': 'other'},
]
OTHER_SERVICES = ['https://127.0.0.1:9', 'http://attacker.example:9', 'http://127.0.0.1:10', 'http://127.0.0.1']
SAME_SERVICE = ['HTTP://127.0.0.1:9', 'http://127.0.0.1:9/', 'http://127.0.0.1:9/proxbox']


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    a_backend(name='other')
    return an_endpoint(token_name='netbox', token_value='a-token')


def changed(changes: dict[str, Any], *, by_name: bool = False) -> dict[str, Any]:
    """Name the other backend as the interface does."""
    other = ProxboxBackend.objects.get(name='other')
    return changes | ({'backend': other.name if by_name else other.pk} if 'backend' in changes else {})


@pytest.mark.parametrize('changes', ELSEWHERE)
def test_rest_asks_for_every_login_that_would_be_kept(
    rest: APIClient, endpoint: ProxmoxEndpoint, changes: dict[str, Any]
) -> None:
    path = f'{REST}endpoints/{endpoint.pk}/'

    answer = rest.patch(path, changed(changes), format='json')

    assert (answer.status_code, set(answer.json())) == (400, {'password', 'token_value'})
    assert is_unmoved(endpoint)
    # One of the two is not enough: the other one could be made the login in a second step.
    assert list(rest.patch(path, changed(changes) | {'token_value': 'new'}, format='json').json()) == ['password']
    login = {'token_value': 'new', 'password': ''}
    assert rest.patch(path, changed(changes) | login, format='json').status_code == 200


@pytest.mark.parametrize('changes', ELSEWHERE)
def test_a_form_asks_for_the_login(admin: Client, endpoint: ProxmoxEndpoint, changes: dict[str, Any]) -> None:
    path, fields = f'{endpoint.get_absolute_url()}edit/', fields_of(endpoint) | changed(changes)

    shown = admin.post(path, fields).content.decode()

    assert 'Enter the password again, or remove it' in shown
    assert 'Enter the token value again, or remove it' in shown
    assert is_unmoved(endpoint)
    assert admin.post(path, fields | {'forget_password': 'on', 'token_value': 'new'}).status_code == 302
    assert not is_unmoved(endpoint)


@pytest.mark.parametrize('changes', ELSEWHERE)
def test_an_import_asks_for_the_login(admin: Client, endpoint: ProxmoxEndpoint, changes: dict[str, Any]) -> None:
    columns = {'id': endpoint.pk, 'name': 'lab', 'username': 'root@pam'}
    columns |= {'backend': backend_of(endpoint).name, 'ip_address': endpoint.ip_address, 'token_name': 'netbox'}
    columns |= changed(changes, by_name=True)

    answer = imported(admin, 'proxmox', **columns)

    assert answer.status_code == 200
    assert 'Enter the password again' in answer.content.decode()
    assert is_unmoved(endpoint)
    assert imported(admin, 'proxmox', **columns, password='new', token_value='new').status_code == 302
    assert not is_unmoved(endpoint)


def test_a_bulk_edit_offers_nothing_that_would_lead_logins_elsewhere(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    path, chosen = f'{PAGES}proxmox/edit/', {'pk': [endpoint.pk]}

    page = admin.post(path, chosen).content.decode()

    assert 'name="timeout"' in page
    assert [name for change in ELSEWHERE for name in change if f'name="{name}"' in page] == []
    admin.post(path, {**chosen, 'backend': ProxboxBackend.objects.get(name='other').pk, '_apply': '1'})
    assert is_unmoved(endpoint)


@pytest.mark.parametrize('url', OTHER_SERVICES)
def test_the_key_of_a_backend_stays_with_its_service(admin: Client, rest: APIClient, url: str) -> None:
    backend = a_backend()
    path, form = f'{REST}backends/{backend.pk}/', {'name': 'main', 'max_concurrent': 2, 'timeout': 30, 'base_url': url}

    assert list(rest.patch(path, {'base_url': url}, format='json').json()) == ['api_key']
    for answer in (
        admin.post(f'{backend.get_absolute_url()}edit/', form),
        imported(admin, 'proxbox-api', id=backend.pk, **form),
    ):
        assert answer.status_code == 200
        assert 'Enter the API key again' in answer.content.decode()
    assert ProxboxBackend.objects.get().base_url == backend.base_url

    assert rest.patch(path, {'base_url': url, 'api_key': 'n' * 32}, format='json').status_code == 200


def test_the_key_of_a_backend_is_asked_for_when_nobody_is_verified_any_more(admin: Client, rest: APIClient) -> None:
    backend = a_backend(base_url='https://127.0.0.1:9')
    path, off = f'{REST}backends/{backend.pk}/', {'verify_tls': False}

    assert 'to whoever answers' in rest.patch(path, off, format='json').json()['api_key'][0]
    assert 'Enter the API key again' in imported(admin, 'proxbox-api', id=backend.pk, **off).content.decode()
    assert 'name="verify_tls"' not in admin.post(f'{PAGES}proxbox-api/edit/', {'pk': [backend.pk]}).content.decode()
    assert ProxboxBackend.objects.get().verify_tls
    assert rest.patch(path, off | {'api_key': 'n' * 32}, format='json').status_code == 200
    assert rest.patch(path, {'verify_tls': True}, format='json').status_code == 200


def test_without_tls_nobody_was_verified_before(rest: APIClient) -> None:
    assert rest.patch(f'{REST}backends/{a_backend().pk}/', {'verify_tls': False}, format='json').status_code == 200


@pytest.mark.parametrize('url', SAME_SERVICE)
def test_another_spelling_or_path_is_the_same_service(rest: APIClient, url: str) -> None:
    assert rest.patch(f'{REST}backends/{a_backend().pk}/', {'base_url': url}, format='json').status_code == 200


def test_an_address_that_is_none_is_told_as_such(rest: APIClient) -> None:
    answer = rest.patch(f'{REST}backends/{a_backend().pk}/', {'base_url': 'http://[::1'}, format='json')

    assert answer.status_code == 400
    assert 'base_url' in answer.json()


def test_what_keeps_no_secret_may_move(rest: APIClient) -> None:
    endpoint = an_endpoint(password='')
    login = {'token_name': 'netbox', 'token_value': 'a-token'}

    assert rest.patch(f'{REST}endpoints/{endpoint.pk}/', {'port': 1, **login}, format='json').status_code == 200


def test_a_program_may_move_what_it_likes(endpoint: ProxmoxEndpoint) -> None:
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.ip_address = '192.0.2.77'
    endpoint.save()

    assert ProxmoxEndpoint.objects.get().ip_address == '192.0.2.77'
    assert ProxmoxEndpoint.objects.get().password.reveal() == 'a-password'


def test_an_import_that_lacks_a_login_says_so(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    answer = imported(admin, 'proxmox', name='new', backend='other', domain='pve.example.net', username='root@pam')

    assert answer.status_code == 200
    assert 'Give a password' in answer.content.decode()
