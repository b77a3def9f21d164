"""What a test says of the certificate that is served, trusted or not, and what it offers to trust."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from netbox_proxbox.connection_test import check_endpoint
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxmoxEndpoint
from tests.connection_test.outcomes import finding_of, levels_of
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.scripted_member import ScriptedMember, told
from tests.sources.raw_server import RawServer

from .direct_endpoints import (
    ALL_WELL,
    CERTIFICATE,
    CONNECTION,
    leading_to,
    pem_of,
    pin_of,
    until,
)

pytestmark = pytest.mark.django_db


def test_the_certificate_is_shown_as_it_is_served(harbor: ProxmoxEndpoint, member: ScriptedMember) -> None:
    shown = finding_of(CERTIFICATE, check_endpoint(harbor))
    assert shown.offer is None
    for words in ('Trusted.', pin_of(member.port), 'OU=Testing cert', 'issued by OU=Testing CA', ' to 3000-01-01'):
        assert words in shown.summary


def test_a_certificate_that_nobody_signed_is_shown_with_its_cure(member: ScriptedMember) -> None:
    findings = check_endpoint(leading_to(member.port))
    assert levels_of(findings) == until(CERTIFICATE, CONNECTION)
    found = finding_of(CERTIFICATE, findings)
    assert 'is not trusted' in found.summary
    assert f'fingerprint {pin_of(member.port)}, for ' in found.summary
    assert found.cure.index('pve-root-ca.pem') < found.cure.index('fingerprint')
    assert found.offer is not None
    assert (found.offer.field, found.offer.value) == ('tls_fingerprint', pin_of(member.port))
    assert member.asked == []


def a_certificate(ca: trustme.CA, name: str = '127.0.0.1', **validity: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, **validity).configure_cert(context)
    return context


def in_days(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days, hours=1)


class Unheard:
    """Takes a handshake, and remembers whatever is said after it."""

    def __init__(self) -> None:
        self.heard = b''

    def __call__(self, connection: socket.socket) -> None:
        while found := connection.recv(65536):
            self.heard += found


@pytest.mark.parametrize(
    ('name', 'validity', 'words'),
    [
        ('127.0.0.1', {'not_after': in_days(-3)}, 'expired or not valid yet'),
        ('127.0.0.1', {'not_before': in_days(3)}, 'expired or not valid yet'),
        ('pve9.example.org', {}, 'one for other names'),
    ],
)
def test_a_certificate_that_is_no_good_is_shown_and_gets_no_login(
    ca: trustme.CA, name: str, validity: dict[str, datetime], words: str
) -> None:
    unheard = Unheard()
    with RawServer(unheard, tls=a_certificate(ca, name, **validity), reads=False) as server:
        findings = check_endpoint(leading_to(server.port, ca_certificate=pem_of(ca)))
        pin = pin_of(server.port)
    found = finding_of(CERTIFICATE, findings)
    assert levels_of(findings) == until(CERTIFICATE, CONNECTION)
    assert words in found.summary
    assert pin in found.summary
    assert unheard.heard == b''


def test_a_pin_that_changed_is_told_with_both(ca: trustme.CA) -> None:
    unheard, old = Unheard(), ':'.join(['AA'] * 32)
    with RawServer(unheard, tls=tls(ca), reads=False) as server:
        findings = check_endpoint(leading_to(server.port, tls_fingerprint=old))
        new = pin_of(server.port)
    found = finding_of(CERTIFICATE, findings)
    assert levels_of(findings) == until(CERTIFICATE, CONNECTION)
    assert f'Expected: {old}. Shown: {new}.' in found.summary
    assert found.offer is not None
    assert found.offer.value == new
    assert unheard.heard == b''


def served(ca: trustme.CA, replies: dict[str, Reply], **validity: Any) -> ScriptedMember:
    return ScriptedMember(ca, replies, context=a_certificate(ca, **validity))


@pytest.mark.parametrize(('days', 'level'), [(13, 'warning'), (20, 'ok')])
def test_a_certificate_that_is_about_to_expire_is_a_warning(
    ca: trustme.CA, replies: dict[str, Reply], days: int, level: str
) -> None:
    with served(ca, replies, not_after=in_days(days)) as member:
        findings = check_endpoint(leading_to(member.port, ca_certificate=pem_of(ca)))
    assert levels_of(findings) == ALL_WELL | {CERTIFICATE: level}
    found = finding_of(CERTIFICATE, findings)
    assert (f'over in {days} days' in found.summary, 'updatecerts' in found.cure) == (level == 'warning',) * 2


@pytest.mark.parametrize(('days', 'level'), [(59, 'warning'), (70, 'ok')])
def test_one_that_is_pinned_is_one_earlier(ca: trustme.CA, replies: dict[str, Reply], days: int, level: str) -> None:
    with served(ca, replies, not_after=in_days(days)) as member:
        findings = check_endpoint(leading_to(member.port, tls_fingerprint=pin_of(member.port)))
    found = finding_of(CERTIFICATE, findings)
    assert levels_of(findings) == ALL_WELL | {CERTIFICATE: level}
    assert 'CA certificate of the cluster' in found.cure


def certificates(pem: str) -> Reply:
    return told([{'filename': 'pve-root-ca.pem', 'fingerprint': ':'.join(['AB'] * 32), 'pem': f'Some words\n{pem}'}])


def with_a_pin(member: ScriptedMember, replies: dict[str, Reply], pem: str, **fields: Any) -> Finding:
    """What is said of the certificate of a member that is pinned, and tells of this CA."""
    replies['/nodes/pier2/certificates/info'] = certificates(pem)
    endpoint = leading_to(member.port, **{'tls_fingerprint': pin_of(member.port), **fields})
    return finding_of(CERTIFICATE, check_endpoint(endpoint))


def test_a_pinned_member_offers_the_ca_of_its_cluster(
    member: ScriptedMember, replies: dict[str, Reply], ca: trustme.CA
) -> None:
    found = with_a_pin(member, replies, pem_of(ca))
    assert 'Trusted by its fingerprint.' in found.summary
    assert found.offer is not None
    assert (found.offer.field, found.offer.value, found.offer.clears) == (
        'ca_certificate',
        pem_of(ca),
        'tls_fingerprint',
    )


@pytest.mark.parametrize('pem', [pem_of(trustme.CA()), 'nonsense', ''])
def test_a_ca_that_does_not_verify_this_address_is_not_offered(
    member: ScriptedMember, replies: dict[str, Reply], pem: str
) -> None:
    assert with_a_pin(member, replies, pem).offer is None


@pytest.mark.filterwarnings('ignore::urllib3.exceptions.InsecureRequestWarning')
def test_without_verification_nobody_is_believed(
    member: ScriptedMember, replies: dict[str, Reply], ca: trustme.CA
) -> None:
    found = with_a_pin(member, replies, pem_of(ca), verify_ssl=False, tls_fingerprint='')
    assert found.level == 'warning'
    assert 'can read the login' in found.summary
    assert found.offer is not None
    assert found.offer.field == 'tls_fingerprint'
    assert not any('certificates' in line for line in member.asked)
