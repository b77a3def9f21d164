"""Wherever TLS verification is off, the pages say what that risks and how to end it."""

from html import unescape

import pytest
from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend, an_endpoint, backend_of

BEHIND = 'TLS verification is off between proxbox-api and Proxmox VE'
BEFORE = 'TLS verification is off between NetBox and proxbox-api'


@pytest.fixture
def lab(db: None) -> ProxmoxEndpoint:
    """An endpoint that is believed blindly, behind a backend that is."""
    return an_endpoint(a_backend(base_url='https://proxbox-1:8800', verify_tls=False), verify_ssl=False)


def words_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return ' '.join(unescape(answer.content.decode()).split())


def test_the_page_of_an_endpoint_says_it(admin: Client, lab: ProxmoxEndpoint) -> None:
    page = words_of(admin, lab.get_absolute_url())

    assert BEHIND in page
    assert 'switch on "Verify TLS" of endpoint "lab"' in page


def test_the_page_of_a_backend_says_it(admin: Client, lab: ProxmoxEndpoint) -> None:
    page = words_of(admin, backend_of(lab).get_absolute_url())

    assert BEFORE in page
    assert 'switch on "Verify TLS" of backend "main"' in page


def test_the_tab_says_both(admin: Client, lab: ProxmoxEndpoint) -> None:
    page = words_of(admin, f'{lab.get_absolute_url()}nodes/')

    assert BEFORE in page
    assert BEHIND in page
    assert '/etc/pve/pve-root-ca.pem' in page


def test_the_health_page_says_both_and_leads_to_the_endpoints(admin: Client, lab: ProxmoxEndpoint) -> None:
    page = words_of(admin, '/plugins/proxbox/health/')

    assert BEFORE in page
    assert 'It is off for 1 endpoint' in page
    assert 'href="/plugins/proxbox/endpoints/proxmox/?verify_ssl=false"' in page
    assert '>lab</a>' in words_of(admin, '/plugins/proxbox/endpoints/proxmox/?verify_ssl=false')


def test_nothing_is_said_of_what_is_verified(admin: Client, db: None) -> None:
    endpoint = an_endpoint(a_backend(base_url='https://proxbox-1:8800'))

    for path in (endpoint.get_absolute_url(), backend_of(endpoint).get_absolute_url()):
        assert 'TLS verification is off' not in words_of(admin, path)
