"""From a certificate that nobody trusts to a trusted one, by the buttons of the form."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from devstack.ports import HOST
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import PLUGIN, NetBox

from .forms import content_of, fill, press

NAME = 'trusted by its form'


@pytest.fixture
def name(netbox: NetBox) -> Iterator[str]:
    """A name for an endpoint, which is removed again."""
    yield NAME
    for row in netbox.find(f'{PLUGIN}/endpoints/', name=NAME):
        netbox.delete(f'{PLUGIN}/endpoints/{row["id"]}/')


def test_a_fingerprint_and_then_the_ca_are_taken_over(page: Page, name: str, control: Control) -> None:
    state, access = control.state('lab'), find_estate('lab').access
    page.goto('/plugins/proxbox/endpoints/proxmox/add/')
    fill(page, 'Name', name)
    fill(page, 'IP address', HOST)
    fill(page, 'Port', str(state.ports['lab']))
    fill(page, 'User name', access.username)
    fill(page, 'Token name', access.token_name)
    fill(page, 'Token value', access.token_value)
    pin, authority = page.locator('#id_tls_fingerprint'), page.locator('#id_ca_certificate')
    result = page.locator('#connection-test')

    press(page, 'Test connection')
    expect(result).to_contain_text('The connection does not work')
    press(page, 'Trust this certificate')
    expect(pin).to_have_value(next(node.ssl_fingerprint for node in state.nodes if node.name == 'pve1'))

    press(page, 'Test connection')
    expect(result).to_contain_text('Trusted by its fingerprint.')
    press(page, 'Trust the CA of this cluster')
    expect(pin).to_have_value('')
    assert authority.input_value().startswith('-----BEGIN CERTIFICATE-----')

    press(page, 'Test connection')
    expect(result).to_contain_text('Trusted. It is shown with')
    press(page, 'Create')
    expect(content_of(page)).to_contain_text('Certificates of')


def test_a_renewed_fingerprint_of_a_stored_endpoint_is_taken_over_with_its_token(
    page: Page, endpoints: Endpoints, netbox: NetBox
) -> None:
    endpoint = endpoints.add('lab', None, ca_certificate='', tls_fingerprint=':'.join(['AB'] * 32))
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/edit/')
    result = page.locator('#connection-test')

    press(page, 'Test connection')
    expect(result).to_contain_text('shows another certificate')
    press(page, 'Trust this certificate')
    press(page, 'Save')
    expect(content_of(page)).to_contain_text('Enter the token value again, or remove it')
    expect(content_of(page)).to_contain_text('sent to whoever holds a certificate that is trusted now')

    fill(page, 'Token value', find_estate('lab').access.token_value)
    press(page, 'Test connection')
    expect(result).to_contain_text('The connection works')
    press(page, 'Save')
    expect(content_of(page)).to_contain_text('Only the certificate with the fingerprint')
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
