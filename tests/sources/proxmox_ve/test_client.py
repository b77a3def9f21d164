"""Several members as one: who is asked next, who is not, and what is said when nobody answers."""

import socket
from collections.abc import Iterator

import pytest
import trustme

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.client import ProxmoxClient
from netbox_proxbox.sources.proxmox_ve.connection import Address
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.raw_server import RawServer

from .captured import captured_data, captured_reply
from .scripted_member import HEALTHY, ScriptedMember, address_at, connection_to

VERSION = captured_data('version-9')
DOWN = captured_reply('pmxcfs-down-500')


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def well(ca: trustme.CA) -> Iterator[ScriptedMember]:
    with ScriptedMember(ca) as member:
        yield member


@pytest.fixture
def closed() -> Iterator[Address]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        yield address_at(taken.getsockname()[1])


def client_of(*addresses: Address, attempts: int = 1, timeout: float = 5.0, budget: float = 60.0) -> ProxmoxClient:
    connection = connection_to(*addresses, timeout=timeout)
    return ProxmoxClient(connection, attempts=attempts, budget=budget, sleep=lambda _: None)


def test_the_next_answers_for_one_that_is_down(closed: Address, well: ScriptedMember) -> None:
    client = client_of(closed, well.address())
    assert client.get('/version') == VERSION
    assert str(client.current.address) == str(well.address())
    (told,) = client.passed_over
    assert f'{closed} cannot be reached' in told
    assert 'The connection is refused.' in told


def test_who_answered_is_asked_first_from_then_on(closed: Address, well: ScriptedMember) -> None:
    client = client_of(closed, well.address())
    for _ in range(3):
        client.get('/version')
    assert (client.requests, len(client.passed_over)) == (4, 1)


def test_others_are_left_alone_while_one_answers(ca: trustme.CA, well: ScriptedMember) -> None:
    with ScriptedMember(ca) as other:
        assert client_of(well.address(), other.address()).get('/version') == VERSION
    assert other.asked == []


def test_all_are_down_and_each_is_named_with_its_own_cause(closed: Address, ca: trustme.CA) -> None:
    with ScriptedMember(ca, {'/version': DOWN}) as ill:
        client = client_of(closed, ill.address(), attempts=4)
        with pytest.raises(errors.NoMemberAnswers) as caught:
            client.get('/version')
    assert 'None of the 2 addresses of endpoint "lab"' in caught.value.cause
    assert f'{closed} cannot be reached' in caught.value.cause
    assert f'{ill.address()} is reached, but fails' in caught.value.cause
    assert [error.code for error in caught.value.failures] == ['proxmox-unreachable', 'proxmox-unavailable']
    assert (caught.value.transient, client.requests, client.retries) == (False, 2, [])


@pytest.mark.parametrize('answer', ['auth-401-new', 'auth-401-old-token-value', 'cluster-status-403'])
def test_a_login_that_is_refused_is_refused_once(ca: trustme.CA, well: ScriptedMember, answer: str) -> None:
    with ScriptedMember(ca, {'/version': captured_reply(answer)}) as first:
        client = client_of(first.address(), well.address(), attempts=4)
        with pytest.raises((errors.ProxmoxLoginRefused, errors.ProxmoxRightsMissing)):
            client.get('/version')
    assert (len(first.asked), well.asked) == (1, [])


@pytest.mark.parametrize(
    'reply',
    [Reply(status=302), Reply(body=b'<html>'), captured_reply('501-no-such-call'), Reply(status=502, body=b'<html>')],
)
def test_what_concerns_one_address_leads_to_the_next(ca: trustme.CA, well: ScriptedMember, reply: Reply) -> None:
    with ScriptedMember(ca, {'/version': reply}) as first:
        assert client_of(first.address(), well.address()).get('/version') == VERSION


def test_a_single_address_fails_with_its_own_error(closed: Address) -> None:
    with pytest.raises(errors.ProxmoxUnreachable):
        client_of(closed).get('/version')


def test_what_may_pass_is_asked_again(ca: trustme.CA) -> None:
    replies = iter([DOWN, DOWN, HEALTHY['/version']])
    with ScriptedMember(ca) as member:
        member.replies = lambda _: next(replies)
        client = client_of(member.address(), attempts=4)
        assert client.get('/version') == VERSION
    assert len(client.retries) == 2
    assert 'pve-cluster (pmxcfs) does not run' in client.retries[0]


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def test_a_silent_member_costs_its_timeout_once(ca: trustme.CA, well: ScriptedMember) -> None:
    with RawServer(silence, tls=tls(ca)) as silent:
        address = address_at(silent.port, ca_certificate=ca.cert_pem.bytes().decode())
        client = client_of(address, well.address(), timeout=3.0)
        for _ in range(3):
            assert client.get('/version') == VERSION
    assert client.requests == 4


def test_who_was_not_asked_for_want_of_time_is_said_to_be_so(ca: trustme.CA, well: ScriptedMember) -> None:
    with RawServer(silence, tls=tls(ca)) as silent:
        address = address_at(silent.port, ca_certificate=ca.cert_pem.bytes().decode())
        with pytest.raises(errors.NoMemberAnswers) as caught:
            client_of(address, well.address(), budget=0.3).get('/version')
    assert well.asked == []
    assert 'No time was left to ask it.' in caught.value.failures[1].cause


def test_an_impostor_among_the_members_gets_no_login(ca: trustme.CA, well: ScriptedMember) -> None:
    with ScriptedMember(trustme.CA()) as impostor:
        first = impostor.address(fingerprints=frozenset({'AA:' * 31 + 'AA'}))
        client = client_of(first, well.address())
        assert client.get('/version') == VERSION
    assert impostor.asked == []
    assert 'another certificate' in client.passed_over[0]
