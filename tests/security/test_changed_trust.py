"""Whoever changes which certificates are trusted, but does not know the login, cannot get the stored one."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_direct_endpoint
from tests.certificates import CA_CERTIFICATE

from .written_endpoints import imported

pytestmark = pytest.mark.django_db

PAGES, REST = '/plugins/proxbox/endpoints/proxmox/', '/api/plugins/proxbox/endpoints/'
PIN, OTHER_PIN = (':'.join([pair] * 32) for pair in ('AB', 'CD'))
TRUSTED = 'sent to whoever holds a certificate that is trusted now'
ANSWERING = 'sent to whoever answers'
SYSTEM: dict[str, Any] = {'verify_ssl': True, 'ca_certificate': '', 'tls_fingerprint': ''}
NOBODY, PINNED = SYSTEM | {'verify_ssl': False}, SYSTEM | {'tls_fingerprint': PIN}
SIGNED = SYSTEM | {'ca_certificate': CA_CERTIFICATE}
# What is trusted, what is to be trusted, and whom the login would be sent to.
CHANGES = [
    (SYSTEM, SIGNED, TRUSTED),
    (SIGNED, SYSTEM, TRUSTED),
    (SIGNED, SIGNED | {'ca_certificate': CA_CERTIFICATE * 2}, TRUSTED),
    (SIGNED, PINNED, TRUSTED),
    (SYSTEM, PINNED, TRUSTED),
    (PINNED, SYSTEM, TRUSTED),
    (PINNED, PINNED | {'tls_fingerprint': OTHER_PIN}, TRUSTED),
    (SIGNED, SIGNED | {'verify_ssl': False}, ANSWERING),
    (NOBODY, SYSTEM, TRUSTED),
    (NOBODY, SIGNED | {'verify_ssl': False}, ANSWERING),
]
changes = pytest.mark.parametrize(('before', 'after', 'whom'), CHANGES)


def an_endpoint(**trust: Any) -> ProxmoxEndpoint:
    return a_direct_endpoint(password='', token_name='netbox', token_value='a-token', **trust)


def form_of(endpoint: ProxmoxEndpoint, **entered: Any) -> dict[str, Any]:
    """What a browser sends of an endpoint: it has line ends of its own, and no word of a box that is not ticked."""
    names = ('name', 'ip_address', 'port', 'username', 'token_name', *SYSTEM)
    fields = {name: getattr(endpoint, name) for name in names} | entered
    fields['ca_certificate'] = fields['ca_certificate'].replace('\n', '\r\n')
    return {name: value for name, value in fields.items() if value is not False}


def in_quotes(columns: dict[str, Any]) -> dict[str, str]:
    """A certificate is several lines of an import."""
    return {name: f'"{value}"' for name, value in columns.items()}


def trusts(endpoint: ProxmoxEndpoint, trust: dict[str, Any]) -> bool:
    now = ProxmoxEndpoint.objects.get(pk=endpoint.pk)
    return all(str(getattr(now, name)).strip() == str(value).strip() for name, value in trust.items())


@changes
def test_a_form_asks_for_the_login(admin: Client, before: dict[str, Any], after: dict[str, Any], whom: str) -> None:
    endpoint = an_endpoint(**before)
    path, fields = f'{endpoint.get_absolute_url()}edit/', form_of(endpoint, **after)

    shown = unescape(admin.post(path, fields).content.decode())

    assert 'Enter the token value again, or remove it' in shown
    assert whom in shown
    assert trusts(endpoint, before)
    assert admin.post(path, fields | {'token_value': 'a-token'}).status_code == 302
    assert trusts(endpoint, after)


@changes
def test_rest_asks_for_the_login(rest: APIClient, before: dict[str, Any], after: dict[str, Any], whom: str) -> None:
    endpoint = an_endpoint(**before)
    path = f'{REST}{endpoint.pk}/'

    answer = rest.patch(path, after, format='json')

    assert (answer.status_code, list(answer.json())) == (400, ['token_value'])
    assert whom in answer.json()['token_value'][0]
    assert rest.patch(REST, [{'id': endpoint.pk, **after}], format='json').status_code == 400
    assert trusts(endpoint, before)
    assert rest.patch(path, after | {'token_value': 'a-token'}, format='json').status_code == 200
    assert trusts(endpoint, after)


@changes
def test_an_import_asks_for_the_login(admin: Client, before: dict[str, Any], after: dict[str, Any], whom: str) -> None:
    endpoint = an_endpoint(**before)

    answer = imported(admin, 'proxmox', id=endpoint.pk, **in_quotes(after))

    assert answer.status_code == 200
    assert whom in unescape(answer.content.decode())
    assert trusts(endpoint, before)
    assert imported(admin, 'proxmox', id=endpoint.pk, **in_quotes(after), token_value='a-token').status_code == 302
    assert trusts(endpoint, after)


def test_a_bulk_edit_has_nothing_that_changes_it(admin: Client) -> None:
    endpoint = an_endpoint(**SIGNED)
    chosen = {'pk': [endpoint.pk], '_apply': '1'}

    page = admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk]}).content.decode()

    assert 'name="use_other_members"' in page
    assert [name for name in SYSTEM if f'name="{name}"' in page] == []
    admin.post(f'{PAGES}edit/', {**chosen, 'verify_ssl': 'false', 'tls_fingerprint': PIN, '_nullify': 'ca_certificate'})
    assert trusts(endpoint, SIGNED)


@pytest.mark.parametrize('trust', [SYSTEM, NOBODY, SIGNED, PINNED])
def test_what_is_trusted_as_before_needs_no_login(admin: Client, rest: APIClient, trust: dict[str, Any]) -> None:
    endpoint = an_endpoint(**trust)
    fields = form_of(endpoint, description='new')

    assert admin.post(f'{endpoint.get_absolute_url()}edit/', fields).status_code == 302
    assert rest.patch(f'{REST}{endpoint.pk}/', trust, format='json').status_code == 200
    assert imported(admin, 'proxmox', id=endpoint.pk, **in_quotes(trust)).status_code == 302
    assert trusts(endpoint, trust)


def test_a_form_that_is_saved_as_it_was_forgets_no_member(admin: Client) -> None:
    """The line ends of a browser are no other certificate."""
    endpoint = an_endpoint(**SIGNED)
    endpoint.full_clean()
    endpoint.save()
    ProxmoxEndpoint.objects.update(pve_version='9.1.6')

    assert admin.post(f'{endpoint.get_absolute_url()}edit/', form_of(endpoint)).status_code == 302

    assert ProxmoxEndpoint.objects.get().pve_version == '9.1.6'
    assert ProxmoxEndpoint.objects.get().trust_digest() == endpoint.trust_digest()
