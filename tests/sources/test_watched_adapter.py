"""Answers that come byte by byte: whatever part trickles, the exchange ends in time."""

import socket
import threading
from collections.abc import Callable

import pytest
import trustme

from netbox_proxbox import errors

from .exchanges import exchange, failure, tls
from .proxbox_api.scripted_backend import Reply, ScriptedBackend
from .raw_server import RawServer, drip


def silent(connection: socket.socket) -> None:
    connection.settimeout(30)
    try:
        connection.recv(1)
    except TimeoutError:
        return
    raise ConnectionAbortedError


TRICKLES: dict[str, Callable[[socket.socket], None]] = {
    'silence': silent,
    'status line': lambda connection: drip(connection, b'HTTP/1.1 200 ', b'O'),
    'headers': lambda connection: drip(connection, b'HTTP/1.1 200 OK\r\nX-Long: ', b'x'),
    'body': lambda connection: drip(connection, b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n', b' '),
    'body without length': lambda connection: drip(connection, b'HTTP/1.1 200 OK\r\n\r\n', b' '),
    'chunks': lambda connection: drip(
        connection, b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', b'1\r\n \r\n'
    ),
}


class Watched:
    """A server that trickles for half a minute, and what became of its connection."""

    def __init__(self, behave: Callable[[socket.socket], None]) -> None:
        self._behave = behave
        self.was_cut = threading.Event()

    def __call__(self, connection: socket.socket) -> None:
        try:
            self._behave(connection)
        except OSError:
            self.was_cut.set()


@pytest.mark.parametrize('behave', TRICKLES.values(), ids=TRICKLES.keys())
def test_an_answer_that_trickles_in_is_cut_off_in_time(behave: Callable[[socket.socket], None]) -> None:
    trickle = Watched(behave)
    with RawServer(trickle) as server:
        assert isinstance(failure(server.connection(timeout=0.3)), errors.BackendTimeout)
        assert trickle.was_cut.wait(60)


@pytest.mark.parametrize('behave', [TRICKLES['headers'], TRICKLES['body']])
def test_a_trickle_within_tls_is_cut_off_too(authority: trustme.CA, behave: Callable[[socket.socket], None]) -> None:
    trickle = Watched(behave)
    with RawServer(trickle, tls=tls(authority)) as server:
        assert isinstance(failure(server.connection(timeout=3.0)), errors.BackendTimeout)
        assert trickle.was_cut.wait(60)


def test_the_watch_over_an_exchange_ends_with_it() -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        exchange(backend.connection(timeout=120.0))
    watches = [thread for thread in threading.enumerate() if thread.name == 'proxbox-watchdog']
    for watch in watches:
        watch.join(30)
    assert not any(watch.is_alive() for watch in watches)
