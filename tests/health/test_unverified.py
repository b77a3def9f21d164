"""Health says where certificates are not looked at."""

import pytest

from netbox_proxbox import health
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import a_backend, a_direct_endpoint, an_endpoint

pytestmark = pytest.mark.django_db


def test_it_is_switched_off_nowhere() -> None:
    an_endpoint()

    (finding,) = health.verification()

    assert (finding.level, finding.summary) == ('ok', 'It is switched off nowhere.')


def test_endpoints_of_a_backend_are_counted_and_not_named() -> None:
    backend = a_backend()
    for name in ('lab', 'edge', 'disabled'):
        an_endpoint(backend, name=name, verify_ssl=False, enabled=name != 'disabled')

    (finding,) = health.verification()

    assert (finding.level, finding.subject) == ('warning', 'TLS verification of main')
    assert finding.summary.startswith('It is off for 2 endpoints: whoever gets in between')
    assert 'switch on "Verify TLS"' in finding.cure


def test_a_backend_is_named_with_the_risk_and_the_cure() -> None:
    ProxboxBackend.objects.create(name='main', base_url='https://proxbox-1:8800', verify_tls=False)

    (finding,) = health.verification()

    assert finding.level == 'warning'
    assert 'can read the API key' in finding.summary
    assert 'switch on "Verify TLS" of backend "main"' in finding.cure


def test_direct_readings_are_counted_and_not_named() -> None:
    for name in ('lab', 'edge', 'disabled'):
        a_direct_endpoint(name=name, verify_ssl=False, enabled=name != 'disabled')

    (finding,) = health.verification()

    assert (finding.level, finding.subject) == ('warning', 'TLS verification of direct readings')
    assert finding.summary.startswith('It is off for 2 endpoints: whoever gets in between NetBox and Proxmox VE')


def test_a_backend_and_its_endpoints_are_told_apart() -> None:
    an_endpoint(a_backend(base_url='https://proxbox-1:8800', verify_tls=False), verify_ssl=False)

    assert len(health.verification()) == 2


@pytest.mark.parametrize('verify_tls', [True, False])
def test_plain_http_to_another_host_is_told(verify_tls: bool) -> None:
    a_backend(base_url='http://proxbox.example.com:8800', verify_tls=verify_tls)

    (finding,) = health.verification()

    assert finding.level == 'warning'
    assert finding.summary.startswith('The address is one of plain HTTP: whoever is in between reads the API key')
    assert 'give backend "main" that address' in finding.cure


@pytest.mark.parametrize(
    'fields',
    [{'enabled': False, 'base_url': 'https://proxbox-1:8800'}, {}, {'base_url': 'http://a-container:8000'}],
)
def test_nothing_is_risked_by_what_is_disabled_or_has_no_certificate(fields: dict[str, object]) -> None:
    a_backend(verify_tls=False, **fields)

    assert not ProxmoxEndpoint.objects.exists()
    assert [finding.level for finding in health.verification()] == ['ok']
