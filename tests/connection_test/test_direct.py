"""Testing an endpoint that is read directly: where the way to Proxmox VE ends, and what is said of the certificate."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme
from django.utils import timezone

from netbox_proxbox.connection_test import check_endpoint, check_unsaved_endpoint
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.fingerprint import fingerprint_of
from tests.builders import a_direct_endpoint
from tests.connection_test.outcomes import finding_of, levels_of
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sources.proxmox_ve.scripted_member import HEALTHY, STATUS, TOKEN_VALUE, ScriptedMember, told
from tests.sources.raw_server import RawServer

pytestmark = pytest.mark.django_db

CONNECTION, CERTIFICATE, LOGIN, STATUS_STEP, METRICS, OTHERS = SUBJECTS = (
    'Connection',
    'Certificate',
    'Login',
    'Cluster status',
    'Metrics of nodes',
    'Other members',
)
ALL_WELL = dict.fromkeys(SUBJECTS, 'ok')


def until(failing: str, *working: str) -> dict[str, str]:
    """The levels when one step fails, these work, and the others were not tried."""
    return {**dict.fromkeys(SUBJECTS, 'not-tried'), **dict.fromkeys(working, 'ok'), failing: 'error'}


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def replies() -> dict[str, Reply]:
    return dict(HEALTHY)


@pytest.fixture
def member(ca: trustme.CA, replies: dict[str, Reply]) -> Iterator[ScriptedMember]:
    with ScriptedMember(ca, replies) as member:
        yield member


def pem_of(ca: trustme.CA) -> str:
    return ca.cert_pem.bytes().decode()


def pin_of(port: int, host: str = '127.0.0.1') -> str:
    return fingerprint_of(ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((host, port))))


def leading_to(port: int, **fields: Any) -> ProxmoxEndpoint:
    """Save an endpoint that leads to a port of this host."""
    token = {'username': 'netbox@pve', 'password': '', 'token_name': 'sync', 'token_value': TOKEN_VALUE}
    return a_direct_endpoint(**{'ip_address': '127.0.0.1', 'port': port, **token, **fields})


@pytest.fixture
def lab(member: ScriptedMember, ca: trustme.CA) -> ProxmoxEndpoint:
    """An endpoint that trusts the CA of its member."""
    return leading_to(member.port, ca_certificate=pem_of(ca))


def test_all_is_well(lab: ProxmoxEndpoint, member: ScriptedMember) -> None:
    findings = check_endpoint(lab)
    assert levels_of(findings) == ALL_WELL
    address = f'127.0.0.1:{member.port}'
    assert finding_of(CONNECTION, findings).summary == f'Proxmox VE 9.1.6 answers at {address}.'
    assert 'cluster "harbor" with 3 nodes (3 online)' in finding_of(STATUS_STEP, findings).summary
    assert '3 of 3 nodes' in finding_of(METRICS, findings).summary
    assert 'learned by its first sync' in finding_of(OTHERS, findings).summary
    assert member.asked == ['GET /cluster/status', 'GET /version', 'GET /nodes']


def test_the_certificate_is_shown_as_it_is_served(lab: ProxmoxEndpoint, member: ScriptedMember) -> None:
    shown = finding_of(CERTIFICATE, check_endpoint(lab))
    assert shown.offer is None
    for words in ('Trusted.', pin_of(member.port), 'OU=Testing cert', 'issued by OU=Testing CA', ' to 3000-01-01'):
        assert words in shown.summary


def test_a_success_ends_a_back_off(lab: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(failures=4, paused_until=timezone.now(), pause_cause='Refused.')
    check_unsaved_endpoint(ProxmoxEndpoint.objects.get())
    assert ProxmoxEndpoint.objects.get().failures == 4
    check_endpoint(ProxmoxEndpoint.objects.get())
    found = ProxmoxEndpoint.objects.get()
    assert (found.failures, found.paused_until, found.pause_cause) == (0, None, '')


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


def a_certificate(ca: trustme.CA, name: str = '127.0.0.1', **validity: datetime) -> ssl.SSLContext:
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


def served(ca: trustme.CA, replies: dict[str, Reply], **validity: datetime) -> ScriptedMember:
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
    return told([{'filename': 'pve-root-ca.pem', 'fingerprint': 'AA:BB', 'pem': f'Some words\n{pem}'}])


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


@pytest.mark.parametrize(
    ('reply', 'levels', 'words'),
    [
        (captured_reply('auth-401-new'), until(LOGIN, CONNECTION, CERTIFICATE), 'does not tell why'),
        (captured_reply('cluster-status-403'), until(STATUS_STEP, CONNECTION, CERTIFICATE, LOGIN), 'may not read'),
        (told([]), until(STATUS_STEP, CONNECTION, CERTIFICATE, LOGIN), 'No node was listed'),
        (captured_reply('pmxcfs-down-500'), until(CONNECTION, CERTIFICATE), 'pve-cluster'),
        (Reply(status=302), until(CONNECTION, CERTIFICATE), 'redirected elsewhere'),
        (Reply(body=b'<html>'), until(CONNECTION, CERTIFICATE), 'is not Proxmox VE'),
    ],
)
def test_where_the_way_ends(
    lab: ProxmoxEndpoint, replies: dict[str, Reply], reply: Reply, levels: dict[str, str], words: str
) -> None:
    replies[STATUS] = reply
    findings = check_endpoint(lab)
    assert levels_of(findings) == levels
    (failed,) = (finding for finding in findings if finding.level == 'error')
    assert words in failed.summary
    assert failed.cure


def test_metrics_that_fail_leave_the_rest(lab: ProxmoxEndpoint, replies: dict[str, Reply]) -> None:
    replies['/nodes'] = captured_reply('pmxcfs-down-500')
    assert levels_of(check_endpoint(lab)) == ALL_WELL | {METRICS: 'error'}


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


@pytest.mark.parametrize('reads', [True, False])
def test_silence_ends_the_test_in_time(reads: bool) -> None:
    with RawServer(silence, reads=reads) as server:
        findings = check_endpoint(leading_to(server.port, timeout=1))
    assert levels_of(findings) == until(CONNECTION)
    assert 'no TLS handshake followed' in finding_of(CONNECTION, findings).summary


@pytest.fixture
def closed() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        yield taken.getsockname()[1]


def test_other_addresses_are_tried_and_told(
    lab: ProxmoxEndpoint, ca: trustme.CA, closed: int, member: ScriptedMember
) -> None:
    with ScriptedMember(ca) as second, ScriptedMember(trustme.CA()) as impostor:
        lab.further_addresses = [f'127.0.0.1:{port}' for port in (second.port, closed, impostor.port)]
        findings = check_endpoint(lab)
    assert levels_of(findings) == ALL_WELL | {OTHERS: 'warning'}
    found = finding_of(OTHERS, findings)
    assert f'These answer too: 127.0.0.1:{second.port}.' in found.summary
    assert f'127.0.0.1:{closed} cannot be reached' in found.summary
    assert f'at 127.0.0.1:{impostor.port} is not trusted' in found.summary
    assert (second.asked, impostor.asked) == (['GET /version'], [])


def test_another_address_answers_for_one_that_is_down(
    lab: ProxmoxEndpoint, closed: int, member: ScriptedMember
) -> None:
    lab.further_addresses, lab.port = [f'127.0.0.1:{member.port}'], closed
    findings = check_endpoint(lab)
    assert levels_of(findings) == ALL_WELL | {OTHERS: 'warning'}
    assert f'answers at 127.0.0.1:{member.port}.' in finding_of(CONNECTION, findings).summary


@pytest.fixture
def second(member: ScriptedMember, ca: trustme.CA) -> Iterator[ScriptedMember]:
    """A member at an address of its own, with the port of the first."""
    with ScriptedMember(ca, at=('127.0.0.2', member.port)) as second:
        yield second


def named(second: ScriptedMember, fingerprint: str = '') -> dict[str, str]:
    """What the cluster told of it."""
    return {'name': 'pier3', 'address': '127.0.0.2', 'fingerprint': fingerprint or pin_of(second.port, '127.0.0.2')}


def test_a_member_that_the_cluster_named_is_tried(lab: ProxmoxEndpoint, second: ScriptedMember) -> None:
    lab.members = [named(second)]
    found = finding_of(OTHERS, check_endpoint(lab))
    assert found.summary == f'These answer too: 127.0.0.2:{second.port}.'
    assert second.asked == ['GET /version']


@pytest.mark.parametrize(
    'edit',
    [{'verify_ssl': False, 'ca_certificate': ''}, {'use_other_members': False}],
)
@pytest.mark.filterwarnings('ignore::urllib3.exceptions.InsecureRequestWarning')
def test_it_is_not_where_that_is_not_wanted(
    lab: ProxmoxEndpoint, second: ScriptedMember, edit: dict[str, object]
) -> None:
    ProxmoxEndpoint.objects.update(members=[named(second)], **edit)
    assert levels_of(check_endpoint(ProxmoxEndpoint.objects.get()))[OTHERS] == 'ok'
    assert second.asked == []


def test_one_with_another_certificate_gets_no_login(lab: ProxmoxEndpoint, second: ScriptedMember) -> None:
    lab.members = [named(second, ':'.join(['AA'] * 32))]
    found = finding_of(OTHERS, check_endpoint(lab))
    assert 'another certificate' in found.summary
    assert second.asked == []


def test_members_of_what_is_stored_get_no_login_of_a_form(lab: ProxmoxEndpoint, second: ScriptedMember) -> None:
    """They belong to the cluster of the stored address, and the form may lead to another one."""
    lab.members = [named(second)]
    check_unsaved_endpoint(lab)
    assert second.asked == []
