"""One member asked over a real connection: how the login is sent, and to whom."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
import trustme

from netbox_proxbox import errors
from netbox_proxbox.sources.fingerprint import fingerprint_of
from netbox_proxbox.sources.proxmox_ve import member as module
from netbox_proxbox.sources.proxmox_ve.connection import Address, Login
from netbox_proxbox.sources.proxmox_ve.member import Member
from netbox_proxbox.sources.proxmox_ve.tickets import Tickets
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.raw_server import RawServer

from .captured import captured_data, captured_reply
from .scripted_member import HEALTHY, PASSWORD, TOKEN, TOKEN_VALUE, ScriptedMember, address_at, connection_to, told

TICKET = captured_data('ticket-ok')['ticket']
COOKIE = f'PVEAuthCookie={quote(TICKET, safe="")}'
VERSION = captured_data('version-9')
ASK_VERSION, ASK_TICKET = 'GET /version', 'POST /access/ticket'


@pytest.fixture(autouse=True)
def _no_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ticket is left of another test."""
    monkeypatch.setattr(module, 'tickets', Tickets())


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(ca: trustme.CA) -> Iterator[ScriptedMember]:
    with ScriptedMember(ca) as server:
        yield server


def ask(address: Address, login: Login = TOKEN, *, seconds: float = 5.0) -> object:
    """The version, asked over a connection of its own."""
    member = Member(connection_to(address, login=login), address)
    try:
        return member.get('/version', seconds)
    finally:
        member.close()


def failure(address: Address, login: Login = TOKEN, *, seconds: float = 5.0) -> errors.ProxmoxError:
    """The error of a question, which tells no secret and leads to no text of another library."""
    with pytest.raises(errors.ProxmoxError) as caught:
        ask(address, login, seconds=seconds)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    for secret in (TOKEN_VALUE, PASSWORD.password, TICKET):
        assert secret not in f'{caught.value} {caught.value!r}'
    return caught.value


def test_a_token_goes_into_its_header_and_nothing_else_is_sent(server: ScriptedMember) -> None:
    assert ask(server.address()) == VERSION
    (received,) = server.received
    assert received.headers['Authorization'] == f'PVEAPIToken=netbox@pve!sync={TOKEN_VALUE}'
    assert 'Cookie' not in received.headers
    assert received.query == {}


@pytest.mark.parametrize('username', ['jörg@pve', 'a;b@pve', 'a%b@pve', '"a"@pve'])
def test_any_name_of_a_user_goes_through_a_header(server: ScriptedMember, username: str) -> None:
    """Proxmox VE takes what comes before a semicolon and then undoes the escapes of a URI."""
    assert ask(server.address(), replace(TOKEN, username=username)) == VERSION
    expected = f'PVEAPIToken={quote(username, safe="@")}!sync={TOKEN_VALUE}'
    assert server.received[0].headers['Authorization'] == expected


def test_a_password_gives_a_ticket_that_serves_again(server: ScriptedMember) -> None:
    assert ask(server.address(), PASSWORD) == VERSION
    assert ask(server.address(), PASSWORD) == VERSION
    assert server.asked == [ASK_TICKET, ASK_VERSION, ASK_VERSION]
    assert server.received[0].payload == {'username': 'netbox@pve', 'password': PASSWORD.password}
    assert [found.headers.get('Cookie') for found in server.received] == [None, COOKIE, COOKIE]
    assert not any('Authorization' in found.headers for found in server.received)


def test_a_ticket_that_is_over_is_asked_for_anew_once(ca: trustme.CA) -> None:
    replies = dict(HEALTHY)
    with ScriptedMember(ca, replies) as server:
        ask(server.address(), PASSWORD)
        replies['/version'] = captured_reply('auth-401-old-ticket')
        error = failure(server.address(), PASSWORD)
    assert type(error) is errors.ProxmoxLoginRefused
    assert server.asked[2:] == [ASK_VERSION, ASK_TICKET, ASK_VERSION]


def test_a_new_ticket_that_is_refused_is_not_kept(ca: trustme.CA) -> None:
    with ScriptedMember(ca, {**HEALTHY, '/version': captured_reply('auth-401-new')}) as server:
        for _ in range(2):
            failure(server.address(), PASSWORD)
    assert server.asked == [ASK_TICKET, ASK_VERSION] * 2


@pytest.mark.parametrize(
    ('reply', 'kind', 'words'),
    [
        (captured_reply('ticket-401'), errors.ProxmoxLoginRefused, 'password is wrong'),
        (captured_reply('ticket-needtfa'), errors.ProxmoxNeedsSecondFactor, 'needs a second factor'),
        (told({'ticket': 'PVE:tfa!x:6AB13B80::x', 'username': 'a@pve'}), errors.ProxmoxNeedsSecondFactor, ''),
        (told({'ticket': 'PVE:u2f!x:6AB13B80::x', 'username': 'a@pve'}), errors.ProxmoxNeedsSecondFactor, ''),
        (told(None), errors.ProxmoxAnswerInvalid, 'gave no ticket'),
        (told({'ticket': None}), errors.ProxmoxAnswerInvalid, 'gave no ticket'),
        (told({'ticket': ''}), errors.ProxmoxAnswerInvalid, 'gave no ticket'),
        (told({'ticket': '\ud800'}), errors.ProxmoxAnswerInvalid, 'gave no ticket'),
    ],
)
def test_no_ticket_for_a_password(ca: trustme.CA, reply: Reply, kind: type[Exception], words: str) -> None:
    with ScriptedMember(ca, {**HEALTHY, '/access/ticket': reply}) as server:
        error = failure(server.address(), PASSWORD)
    assert type(error) is kind
    assert words in error.cause
    assert server.asked == [ASK_TICKET]


def test_a_ticket_in_the_words_of_an_error_is_not_told(ca: trustme.CA) -> None:
    for words in (f'bad ticket {TICKET}', f'bad cookie {COOKIE}', f'bad password {PASSWORD.password}'):
        refused = Reply(status=403, reason=words, body={'data': None})
        with ScriptedMember(ca, {**HEALTHY, '/version': refused}) as server:
            assert '***' in failure(server.address(), PASSWORD).cause


def test_a_redirect_is_not_followed(ca: trustme.CA) -> None:
    with ScriptedMember(ca) as elsewhere:
        moved = {'Location': f'https://127.0.0.1:{elsewhere.port}/api2/json/version'}
        with ScriptedMember(ca, {'/version': Reply(status=302, headers=moved)}) as server:
            error = failure(server.address())
    assert type(error) is errors.SomethingElseAnswers
    assert (len(server.asked), elsewhere.asked) == (1, [])


class Wiretap:
    """What a host got to read after its handshake."""

    def __init__(self) -> None:
        self.heard = b''

    def __call__(self, connection: socket.socket) -> None:
        while found := connection.recv(65536):
            self.heard += found


UNTRUSTED = {
    'unknown authority': ({}, errors.ProxmoxTlsError),
    'another CA': ({'ca_certificate': trustme.CA().cert_pem.bytes().decode()}, errors.ProxmoxTlsError),
    'another fingerprint': ({'fingerprints': frozenset({'AA:' * 31 + 'AA'})}, errors.ProxmoxCertificateChanged),
}


@pytest.mark.parametrize(('trust', 'kind'), UNTRUSTED.values(), ids=UNTRUSTED.keys())
@pytest.mark.parametrize('login', [TOKEN, PASSWORD])
def test_nothing_but_a_handshake_reaches_whom_is_not_trusted(
    ca: trustme.CA, trust: dict[str, Any], kind: type[Exception], login: Login
) -> None:
    wiretap = Wiretap()
    with RawServer(wiretap, tls=tls(ca), reads=False) as server:
        assert type(failure(address_at(server.port, **trust), login)) is kind
    assert wiretap.heard == b''


def test_a_certificate_for_another_name_gets_no_login(ca: trustme.CA) -> None:
    wiretap = Wiretap()
    with RawServer(wiretap, tls=tls(ca, 'pve9.example.org'), reads=False) as server:
        error = failure(address_at(server.port, ca_certificate=ca.cert_pem.bytes().decode()))
    assert type(error) is errors.ProxmoxCertificateForAnotherName
    assert wiretap.heard == b''


def test_a_pinned_certificate_needs_neither_authority_nor_name(ca: trustme.CA) -> None:
    with ScriptedMember(ca, name='pve9.example.org') as server:
        pin = shown_at(server.port)
        assert ask(server.address(fingerprints=frozenset({pin}))) == VERSION
        error = failure(server.address(fingerprints=frozenset({'AA:' * 31 + 'AA'})))
    assert type(error) is errors.ProxmoxCertificateChanged
    assert f'Expected: {"AA:" * 31}AA. Shown: {pin}.' in error.cause


def shown_at(port: int) -> str:
    """The fingerprint that openssl would print."""
    return fingerprint_of(ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(('127.0.0.1', port))))


@pytest.mark.filterwarnings('ignore::urllib3.exceptions.InsecureRequestWarning')
def test_an_unverified_certificate_gets_the_login_only_when_that_was_wanted(server: ScriptedMember) -> None:
    failure(server.address(ca_certificate=''))
    assert server.asked == []
    assert ask(server.address(verify=False)) == VERSION


def test_a_login_shows_no_secret(server: ScriptedMember) -> None:
    connection = connection_to(server.address(), login=replace(PASSWORD, token_value=TOKEN_VALUE))
    for shown in (repr(connection), repr(connection.login), repr(Member(connection, connection.addresses[0]))):
        assert TOKEN_VALUE not in shown
        assert PASSWORD.password not in shown


def test_the_seconds_are_for_all_that_an_answer_takes(ca: trustme.CA) -> None:
    """A ticket that was refused, a new one and the answer: each may be slow."""
    error = failure(address_at(9), seconds=0.0)
    assert type(error) is errors.ProxmoxTimeout
    assert 'No time was left to ask it.' in error.cause
