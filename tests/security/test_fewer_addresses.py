"""An address is taken away without the login, which goes nowhere else for it; one that is added asks for it."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import an_endpoint

from .written_endpoints import REST, fields_of, imported, is_unmoved

pytestmark = pytest.mark.django_db

FEWER: list[dict[str, Any]] = [
    {'further_addresses': ['192.0.2.3:8443']},
    {'further_addresses': []},
    {'domain': ''},
    {'ip_address': None},
    {'domain': 'pve2.example.com', 'further_addresses': []},
    {'further_addresses': ['192.0.2.3:8443', 'pve2.example.com:8006']},
]
fewer = pytest.mark.parametrize('changes', FEWER)
MORE: list[dict[str, Any]] = [
    {'further_addresses': ['192.0.2.3:8443', 'pve.attacker.example']},
    {'further_addresses': ['192.0.2.3:8444']},
    {'further_addresses': ['192.0.2.3']},
    {'domain': 'pve.attacker.example', 'further_addresses': []},
    {'port': 8443},
]


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    """One with a password and a token, and several addresses."""
    addresses: dict[str, Any] = {
        'domain': 'pve1.example.com',
        'further_addresses': ['pve2.example.com', '192.0.2.3:8443'],
    }
    return an_endpoint(token_name='netbox', token_value='a-token', **addresses)


def entered(changes: dict[str, Any]) -> dict[str, Any]:
    """Return changes as people enter them."""
    return {name: ', '.join(value) if isinstance(value, list) else value or '' for name, value in changes.items()}


def has_moved(endpoint: ProxmoxEndpoint, changes: dict[str, Any]) -> bool:
    return bool(changes.items() <= ProxmoxEndpoint.objects.filter(pk=endpoint.pk).values()[0].items())


@fewer
def test_over_rest_an_address_is_taken_away_without_the_login(
    rest: APIClient, endpoint: ProxmoxEndpoint, changes: dict[str, Any]
) -> None:
    path = f'{REST}endpoints/{endpoint.pk}/'

    assert rest.patch(path, changes, format='json').status_code == 200
    assert has_moved(endpoint, changes)


@fewer
def test_in_a_form_an_address_is_taken_away_without_the_login(
    admin: Client, endpoint: ProxmoxEndpoint, changes: dict[str, Any]
) -> None:
    fields = fields_of(endpoint) | {'further_addresses': 'pve2.example.com, 192.0.2.3:8443'}

    answer = admin.post(f'{endpoint.get_absolute_url()}edit/', fields | entered(changes))

    assert answer.status_code == 302
    assert has_moved(endpoint, changes)


@fewer
def test_in_an_import_an_address_is_taken_away_without_the_login(
    admin: Client, endpoint: ProxmoxEndpoint, changes: dict[str, Any]
) -> None:
    columns = {name: f'"{value}"' for name, value in entered(changes).items()}

    assert imported(admin, 'proxmox', id=endpoint.pk, **columns).status_code == 302
    assert has_moved(endpoint, changes)


@pytest.mark.parametrize('changes', MORE)
def test_an_address_that_comes_with_fewer_others_is_asked_for(
    rest: APIClient, endpoint: ProxmoxEndpoint, changes: dict[str, Any]
) -> None:
    answer = rest.patch(f'{REST}endpoints/{endpoint.pk}/', changes, format='json')

    assert (answer.status_code, set(answer.json())) == (400, {'password', 'token_value'})
    assert is_unmoved(endpoint)
