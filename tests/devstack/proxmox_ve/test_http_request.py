"""Requests as they come over a socket."""

import socket

import pytest

from devstack.proxmox_ve.http_request import Requests


def received(*parts: bytes) -> Requests:
    """What is read when a client sends these parts and hangs up."""
    client, server = socket.socketpair()
    for part in parts:
        client.sendall(part)
    client.close()
    return Requests(server)


def test_requests_follow_each_other_in_whatever_parts_they_come() -> None:
    first = b'POST /api2/json/access/ticket?a=1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nb=2'
    requests = received(first[:20], first[20:] + b'GET /x HTTP/1.1\r\nAuthorization:  one two \r\n\r\n')
    login = requests.next()
    assert login is not None
    assert (login.parsed().path, login.parsed().parameters) == ('/api2/json/access/ticket', {'a': '1', 'b': '2'})
    following = requests.next()
    assert following is not None
    assert (following.method, following.target, following.parsed().authorization) == ('GET', '/x', 'one two')
    assert requests.next() is None


@pytest.mark.parametrize(
    'nonsense',
    [
        b'',
        b'GET /x',
        b'\x00\x01\r\n\r\n',
        b'GET x HTTP/1.1\r\n\r\n',
        b'GET /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
        b'POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort',
    ],
)
def test_nonsense_is_no_request(nonsense: bytes) -> None:
    assert received(nonsense).next() is None
