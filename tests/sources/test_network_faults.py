"""What each failure below HTTP is called: connections refused, cut or not trusted, and addresses that are none."""

import socket
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
import trustme

from netbox_proxbox import errors
from netbox_proxbox.sources.records import BackendConnection

from .exchanges import exchange, failure, tls
from .proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend
from .raw_server import RawServer

HEAD = b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n'


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


CUTS: dict[str, Callable[[socket.socket], None]] = {
    'closed at once': lambda connection: None,
    'reset': reset,
    'half a head': lambda connection: connection.sendall(b'HTTP/1.1 20'),
    'half a body': lambda connection: connection.sendall(HEAD + b'['),
    'half a chunk': lambda connection: connection.sendall(
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n['
    ),
    'no http': lambda connection: connection.sendall(b'SSH-2.0-OpenSSH_9.2\r\n'),
}


@pytest.mark.parametrize('behave', CUTS.values(), ids=CUTS.keys())
def test_a_connection_that_is_cut_is_unreachable(behave: Callable[[socket.socket], None]) -> None:
    with RawServer(behave) as server:
        assert isinstance(failure(server.connection(timeout=5.0)), errors.BackendUnreachable)


def test_a_refused_connection_is_said_to_be_refused() -> None:
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        url = f'http://127.0.0.1:{closed.getsockname()[1]}'
        error = failure(BackendConnection(name='main', url=url, api_key=API_KEY))
    assert isinstance(error, errors.BackendUnreachable)
    assert 'The connection is refused.' in error.cause


def test_a_host_that_is_not_found_is_said_to_be_so() -> None:
    error = failure(BackendConnection(name='main', url='http://no-address.invalid', api_key=API_KEY))
    assert isinstance(error, errors.BackendUnreachable)
    assert 'host name is not found' in error.cause


@pytest.mark.parametrize(
    'url', ['', 'nonsense', 'ftp://host/', 'http://', 'http://[::1', 'http://a b/', 'http://h:99999']
)
def test_a_url_that_is_none_is_not_retried(url: str) -> None:
    error = failure(BackendConnection(name='main', url=url, api_key=API_KEY))
    assert type(error) is errors.BackendError
    assert not error.transient


def answered(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]')


def test_a_trusted_certificate_is_accepted(authority: trustme.CA) -> None:
    with RawServer(answered, tls=tls(authority)) as server:
        assert exchange(server.connection()).json() == []


def test_a_certificate_of_others_is_refused(authority: trustme.CA) -> None:
    with RawServer(answered, tls=tls(trustme.CA())) as server:
        error = failure(server.connection())
    assert isinstance(error, errors.BackendTlsError)
    assert 'The certificate is refused: ' in error.cause


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA) -> None:
    with RawServer(answered, tls=tls(authority, 'proxbox.example.org')) as server:
        error = failure(server.connection())
    assert isinstance(error, errors.BackendTlsError)
    assert 'not valid for' in error.cause


@pytest.mark.filterwarnings('ignore::urllib3.exceptions.InsecureRequestWarning')
def test_any_certificate_is_accepted_without_verification(authority: trustme.CA) -> None:
    with RawServer(answered, tls=tls(trustme.CA())) as server:
        assert exchange(server.connection(verify_tls=False)).json() == []


def test_a_port_without_tls_is_said_to_be_so() -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        connection = backend.connection()
        error = failure(replace(connection, url=connection.url.replace('http:', 'https:')))
    assert isinstance(error, errors.BackendWithoutTls)
    assert 'does not speak TLS' in error.cause
    assert 'Use http://' in error.cure
    assert not error.transient


def test_a_port_of_tls_that_says_nothing_to_plain_http(authority: trustme.CA) -> None:
    with RawServer(answered, tls=tls(authority)) as server:
        connection = server.connection()
        error = failure(replace(connection, url=connection.url.replace('https:', 'http:')))
    assert isinstance(error, errors.BackendUnreachable)
    assert 'If it is served with TLS, its URL must begin with https://' in error.cause


def test_a_body_that_ends_too_early_within_tls_may_be_asked_for_again(authority: trustme.CA) -> None:
    with RawServer(CUTS['half a body'], tls=tls(authority)) as server:
        assert isinstance(failure(server.connection()), errors.BackendUnreachable)
