"""What a test of a form offers to trust is a button there; it saves nothing, and repeats no secret."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import trustme
from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint
from tests.connection_test.direct_endpoints import leading_to, pin_of
from tests.sources.proxmox_ve.scripted_member import TOKEN_VALUE, ScriptedMember

pytestmark = pytest.mark.django_db

PAGES = '/plugins/proxbox/endpoints/proxmox/'
OFFER = re.compile(r'data-offer-field="(.+?)"\s+data-offer-value="(.+?)" data-offer-clears="(.+?)"', re.DOTALL)


@pytest.fixture
def member() -> Iterator[ScriptedMember]:
    """One whose CA nobody has entered."""
    with ScriptedMember(trustme.CA()) as member:
        yield member


def form(port: int, **changes: Any) -> dict[str, Any]:
    token = {'username': 'netbox@pve', 'token_name': 'sync', 'token_value': TOKEN_VALUE}
    return {'name': 'harbor', 'ip_address': '127.0.0.1', 'port': port, 'verify_ssl': 'on', **token, **changes}


def shown(answer: Any) -> str:
    assert answer.status_code == 200
    content: str = answer.content.decode()
    assert TOKEN_VALUE not in content
    return content


def test_a_certificate_that_is_not_trusted_can_be_taken_over(admin: Client, member: ScriptedMember) -> None:
    found = OFFER.search(shown(admin.post(f'{PAGES}test-values/', form(member.port))))

    assert found is not None
    assert found.groups() == ('tls_fingerprint', pin_of(member.port), 'ca_certificate')
    trusting = form(member.port, tls_fingerprint=found[2])
    assert 'The connection works' in shown(admin.post(f'{PAGES}test-values/', trusting))
    assert not ProxmoxEndpoint.objects.exists()


def test_the_page_of_the_form_has_what_takes_it_over(admin: Client) -> None:
    content = shown(admin.get(f'{PAGES}add/'))

    for part in ('id="connection-test"', 'id="id_tls_fingerprint"', 'id="id_ca_certificate"', 'data-offer-field'):
        assert part in content


def test_there_is_nothing_to_fill_on_the_page_of_a_stored_one(admin: Client, member: ScriptedMember) -> None:
    endpoint = leading_to(member.port)

    content = shown(admin.post(f'{endpoint.get_absolute_url()}test-connection/'))

    assert pin_of(member.port) in content
    assert OFFER.search(content) is None


@pytest.mark.parametrize('trust', [{'tls_fingerprint': ':'.join(['AB'] * 32)}, {}], ids=['renewed', 'unknown'])
def test_of_a_stored_one_it_is_taken_over_with_the_login(
    admin: Client, member: ScriptedMember, trust: dict[str, str]
) -> None:
    path = f'{leading_to(member.port, **trust).get_absolute_url()}test-values/'
    as_it_is = form(member.port, **trust, token_value='')

    found = OFFER.search(shown(admin.post(path, as_it_is)))

    assert found is not None
    taken_over = {**as_it_is, found[1]: found[2]}
    answer = unescape(shown(admin.post(path, taken_over)))
    assert 'Not tested: correct this first' in answer
    assert 'Enter the token value again' in answer
    assert 'sent to whoever holds a certificate that is trusted now' in answer
    assert 'The connection works' in shown(admin.post(path, {**taken_over, 'token_value': TOKEN_VALUE}))
