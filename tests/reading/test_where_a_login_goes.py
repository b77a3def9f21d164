"""Whom a login is led to: what a person entered, and members only as long as nothing was changed since."""

from typing import Any

import pytest

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.direct import connection_to
from tests.builders import a_direct_endpoint, that_knows

pytestmark = pytest.mark.django_db

MEMBER = {'name': 'pve2', 'address': '192.0.2.2', 'fingerprint': 'AA:BB'}


@pytest.fixture
def lab() -> ProxmoxEndpoint:
    """An endpoint that knows another member of its cluster."""
    return that_knows(a_direct_endpoint(ip_address='192.0.2.1'), MEMBER)


def asked(endpoint: ProxmoxEndpoint) -> list[str]:
    return [str(address) for address in connection_to(endpoint).addresses]


def test_a_member_is_asked_with_the_certificate_that_the_cluster_named(lab: ProxmoxEndpoint) -> None:
    assert asked(lab) == ['192.0.2.1:8006', '192.0.2.2:8006']
    assert connection_to(lab).addresses[1].trust.fingerprints == {'AA:BB'}


@pytest.mark.parametrize(
    'edit',
    [
        {'ip_address': '198.51.100.7'},
        {'port': 8443},
        {'further_addresses': ['pve3.example.com']},
        {'ca_certificate': 'another'},
        {'tls_fingerprint': 'CC:DD'},
        {'verify_ssl': False},
        {'use_other_members': False},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_no_member_is_asked_after_a_change_whoever_made_it(lab: ProxmoxEndpoint, edit: dict[str, Any]) -> None:
    """Such as a web process of the release before, a script, or a form that is not saved yet."""
    ProxmoxEndpoint.objects.filter(pk=lab.pk).update(**edit)
    lab.refresh_from_db()
    assert lab.members == [MEMBER]
    assert not any(address.startswith('192.0.2.2:') for address in asked(lab))


@pytest.mark.parametrize(
    ('entered', 'address'),
    [
        ('pve2.example.com:8006', 'pve2.example.com:8006'),
        ('pve2.example.com', 'pve2.example.com:8443'),
        ('[2001:db8::2]:8006', '[2001:db8::2]:8006'),
        ('2001:db8::2', '[2001:db8::2]:8443'),
        ('https://pve2.example.com:8006', 'pve2.example.com:8006'),
    ],
)
def test_a_further_address_has_the_port_that_was_entered_with_it(entered: str, address: str) -> None:
    lab = a_direct_endpoint(ip_address='192.0.2.1', port=8443, further_addresses=[entered])
    lab.full_clean()
    lab.save()
    assert asked(lab) == ['192.0.2.1:8443', address]
