"""Answers that are not those of a well Proxmox VE, or come in an odd way."""

import http.client
import socket
import time
from typing import Any

import pytest

from devstack.proxmox_ve.faults import Misanswer, TlsFault

from .served_estates import ServedEstates

PAGE = '<!doctype html><title>Portal</title>'


def receive(served: ServedEstates, path: str = '/version', timeout: float = 5.0) -> tuple[Any, bytes]:
    """The response of the lab and its raw body."""
    door, access = served.simulation.doors['lab'], served.simulation.estates['lab'].estate.access
    token = {'Authorization': f'PVEAPIToken={access.username}!{access.token_name}={access.token_value}'}
    connection = http.client.HTTPSConnection(door.host, door.port, timeout=timeout, context=served.trust)
    connection.request('GET', f'/api2/json{path}', headers=token)
    response = connection.getresponse()
    try:
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ('answer', 'body'),
    [
        (Misanswer(status=596, reason='Broken pipe', body=''), b''),
        (Misanswer(status=500, reason='got timeout'), b'{"data": null}'),
        (Misanswer(status=500, reason="no such file '/x'", body="no such file '/x'"), b"no such file '/x'"),
        (Misanswer(status=503, reason='Service Unavailable', body=PAGE, content_type='text/html'), PAGE.encode()),
        (Misanswer(status=200, body=PAGE, content_type='text/html'), PAGE.encode()),
        (Misanswer(status=200, body='{"hello": 1}', content_type='application/json'), b'{"hello": 1}'),
        (Misanswer(status=200, data=[{'a': 1}]), b'{"data": [{"a": 1}]}'),
    ],
)
def test_any_status_reason_and_body_may_be_answered(served: ServedEstates, answer: Misanswer, body: bytes) -> None:
    served.control.misanswer('lab', {'/version': answer})
    response, received = receive(served)
    assert (response.status, response.reason, received) == (answer.status, answer.reason or 'OK', body)
    assert receive(served, '/nodes')[0].status == 200
    served.control.misanswer('lab', {})
    assert receive(served)[0].getheader('Content-Type') == 'application/json;charset=UTF-8'


def test_a_redirect_has_its_address(served: ServedEstates) -> None:
    moved = Misanswer(status=302, reason='Found', body='', location='https://portal.example.org/')
    served.control.misanswer('lab', {'*': moved})
    response, _ = receive(served, '/nodes')
    assert (response.status, response.getheader('Location')) == (302, 'https://portal.example.org/')


def test_an_answer_is_cut_in_its_midst(served: ServedEstates) -> None:
    served.control.misanswer('lab', {'/nodes': Misanswer(cut_after=10)})
    with pytest.raises(http.client.IncompleteRead) as cut:
        receive(served, '/nodes')
    assert cut.value.partial == b'{"data": ['


def test_an_answer_comes_byte_by_byte(served: ServedEstates) -> None:
    expected = receive(served)[1]
    served.control.misanswer('lab', {'/version': Misanswer(pace=0.01)})
    started = time.monotonic()
    assert receive(served)[1] == expected
    assert time.monotonic() - started >= len(expected) * 0.01


def test_an_answer_is_blown_up(served: ServedEstates) -> None:
    served.control.misanswer('lab', {'/version': Misanswer(size=5_000_000)})
    response, body = receive(served)
    assert (response.getheader('Content-Length'), len(body)) == ('5000000', 5_000_000)
    assert body.startswith(b'{"data": {')


def test_an_address_without_tls_answers_in_plain_http(served: ServedEstates) -> None:
    served.control.break_tls('lab', TlsFault.ABSENT)
    door = served.simulation.doors['lab']
    with socket.create_connection((door.host, door.port)) as connection:
        connection.sendall(b'GET /api2/json/version HTTP/1.1\r\n\r\n')
        assert connection.recv(1_000).startswith(b'HTTP/1.1 401 No ticket')
