"""The form of an endpoint: how it is read, and what only a direct reading uses."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from tests.accounts import grant
from tests.builders import a_backend, a_direct_endpoint, an_endpoint
from tests.certificates import CA_CERTIFICATE

pytestmark = pytest.mark.django_db

PAGES = '/plugins/proxbox/endpoints/proxmox/'
NEW = {'name': 'new', 'domain': 'pve1', 'port': 8006, 'token_name': 'svc@pve!netbox', 'token_value': 'a-value'}
PIN = ':'.join(['AB'] * 32)


def form_of(browser: Client, path: str) -> Any:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.context['form']


def test_a_newcomer_reads_directly(admin: Client) -> None:
    a_backend()
    form = form_of(admin, f'{PAGES}add/')

    assert form['backend'].initial is None
    assert [label for _value, label in form.fields['backend'].choices] == ['Directly (the API of Proxmox VE)', 'main']

    answer = admin.post(f'{PAGES}add/', {**NEW, 'username': 'root@pam', 'verify_ssl': True, 'enabled': True})

    assert answer.status_code == 302
    endpoint = ProxmoxEndpoint.objects.get()
    assert (endpoint.is_direct, endpoint.username, endpoint.token_name) == (True, 'svc@pve', 'netbox')


def test_trust_and_addresses_are_entered_as_people_have_them(admin: Client) -> None:
    entered = {'tls_fingerprint': PIN.lower().replace(':', ''), 'further_addresses': 'pve2, https://192.0.2.3:8443/'}

    answer = admin.post(f'{PAGES}add/', {**NEW, 'username': 'root@pam', 'verify_ssl': True, **entered})

    assert answer.status_code == 302
    endpoint = ProxmoxEndpoint.objects.get()
    assert endpoint.tls_fingerprint == PIN
    assert endpoint.further_addresses == ['pve2', '192.0.2.3:8443']
    assert endpoint.use_other_members is False


@pytest.mark.parametrize(
    ('entered', 'words'),
    [
        ({'ca_certificate': 'nonsense'}, 'Paste the certificate of the cluster'),
        ({'ca_certificate': '-----BEGIN PRIVATE KEY-----'}, 'This holds a private key'),
        ({'tls_fingerprint': 'AB:CD'}, 'Enter the SHA-256 fingerprint as Proxmox VE shows it'),
        ({'further_addresses': 'pve two'}, '"pve two" is no address such as'),
        ({'ca_certificate': CA_CERTIFICATE, 'tls_fingerprint': PIN}, 'not both'),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(admin: Client, entered: dict[str, str], words: str) -> None:
    answer = admin.post(f'{PAGES}add/', {**NEW, 'username': 'root@pam', **entered})

    assert words in unescape(answer.content.decode())
    assert not ProxmoxEndpoint.objects.exists()


def test_its_page_says_what_the_certificate_is_held_against(admin: Client) -> None:
    endpoint = a_direct_endpoint(ca_certificate=CA_CERTIFICATE)
    assert 'Certificates of CN=Proxmox Virtual Environment' in unescape(
        admin.get(endpoint.get_absolute_url()).content.decode()
    )

    ProxmoxEndpoint.objects.update(ca_certificate='', tls_fingerprint=PIN)
    assert f'Only the certificate with the fingerprint {PIN}' in admin.get(endpoint.get_absolute_url()).content.decode()


def test_its_page_shows_what_was_learned(admin: Client) -> None:
    endpoint = a_direct_endpoint(further_addresses=['pve2', '192.0.2.3:8443'])
    members = [{'name': 'pve1', 'address': '192.0.2.1', 'fingerprint': PIN}]
    ProxmoxEndpoint.objects.update(members=members, last_address='pve2', pve_version='8.4.1', failures=2)

    page = admin.get(endpoint.get_absolute_url()).content.decode()

    for word in ('pve2, 192.0.2.3:8443', 'pve1</strong> 192.0.2.1', PIN, '8.4.1'):
        assert word in page


def test_a_backend_that_the_user_may_not_see_is_not_taken_for_directly(browser: Client, user: User) -> None:
    endpoint = an_endpoint()
    a_backend(name='secret')
    grant(user, ProxmoxEndpoint, 'view', 'change')

    form = form_of(browser, f'{endpoint.get_absolute_url()}edit/')
    assert [label for _value, label in form.fields['backend'].choices] == ['Directly (the API of Proxmox VE)', 'main']
    assert form['backend'].value() == endpoint.backend_id

    fields = {'name': 'lab', 'ip_address': '192.0.2.1', 'port': 8006, 'username': 'root@pam', 'description': 'new'}
    fields |= {'verify_ssl': True}
    path = f'{endpoint.get_absolute_url()}edit/'
    assert browser.post(path, {**fields, 'backend': endpoint.backend_id}).status_code == 302

    endpoint.refresh_from_db()
    assert (endpoint.description, endpoint.backend) == ('new', endpoint.backend)
    assert not endpoint.is_direct


def test_a_clone_is_read_in_the_same_way(admin: Client) -> None:
    for endpoint in (an_endpoint(), a_direct_endpoint(name='direct', ca_certificate=CA_CERTIFICATE)):
        answer = admin.get(endpoint.get_absolute_url())
        link = answer.content.decode().split(f'{PAGES}add/?', 1)[1].split('"', 1)[0]
        form = form_of(admin, f'{PAGES}add/?{unescape(link)}')

        assert str(form['backend'].value() or '') == str(endpoint.backend_id or '')
        assert form['ca_certificate'].value() == endpoint.ca_certificate


def imported(browser: Client, *lines: str) -> str:
    form = {'data': '\n'.join(lines), 'format': 'csv', 'csv_delimiter': 'auto'}
    return browser.post(f'{PAGES}import/', form).content.decode()


def test_an_import_without_a_backend_reads_directly(admin: Client) -> None:
    words = imported(
        admin, 'name,domain,password,further_addresses,tls_fingerprint', f'new,pve1,a-password,"pve2, pve3",{PIN}'
    )

    endpoint = ProxmoxEndpoint.objects.filter(name='new').first()
    assert endpoint, words
    assert (endpoint.is_direct, endpoint.use_other_members) == (True, True)
    assert (endpoint.further_addresses, endpoint.tls_fingerprint) == (['pve2', 'pve3'], PIN)


def test_an_import_leaves_how_it_is_read_unless_it_says_so(admin: Client) -> None:
    endpoint = an_endpoint()

    imported(admin, 'id,description', f'{endpoint.pk},new')
    assert not ProxmoxEndpoint.objects.get(description='new').is_direct

    assert 'Enter the password again' in imported(admin, 'id,backend', f'{endpoint.pk},')
    imported(admin, 'id,backend,password', f'{endpoint.pk},,again')
    assert ProxmoxEndpoint.objects.get().is_direct


def test_an_empty_cell_of_an_import_empties_what_may_be_empty(admin: Client) -> None:
    endpoint = a_direct_endpoint(further_addresses=['pve2'], ca_certificate=CA_CERTIFICATE)

    imported(admin, 'id,password,further_addresses,ca_certificate,use_other_members', f'{endpoint.pk},again,,,')

    endpoint.refresh_from_db()
    assert (endpoint.further_addresses, endpoint.ca_certificate, endpoint.use_other_members) == ([], '', True)


def test_many_are_kept_to_what_was_entered(admin: Client) -> None:
    keys = [a_direct_endpoint(name=name).pk for name in ('lab', 'edge')]

    assert admin.post(f'{PAGES}edit/', {'pk': keys, 'use_other_members': 'false', '_apply': '1'}).status_code == 302
    assert set(ProxmoxEndpoint.objects.values_list('use_other_members', flat=True)) == {False}
