"""The simulation over real HTTPS, with its faults."""

import http.client
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from devstack.proxmox_ve.faults import TlsFault
from devstack.proxmox_ve.simulation import DoorSpec, Simulation

from .served_estates import ServedEstates


def test_an_estate_answers_over_https_with_a_certificate_of_its_own_authority(served: ServedEstates) -> None:
    status, reason, data = served.ask('lab', '/version')
    assert (status, reason, data['release']) == (200, 'OK', '8.2')


def test_each_address_of_a_cluster_answers_through_its_node(served: ServedEstates) -> None:
    local = {
        label: [entry['name'] for entry in served.ask(label, '/cluster/status')[2] if entry.get('local')]
        for label in ('lab', 'lab@pve2')
    }
    assert local == {'lab': ['pve1'], 'lab@pve2': ['pve2']}


def test_an_error_stands_in_the_status_line(served: ServedEstates) -> None:
    assert served.ask('lab', '/nope') == (501, "Method 'GET /nope' not implemented", None)


def test_a_frozen_estate_answers_the_same_for_ever(served: ServedEstates) -> None:
    assert served.ask('lab', '/nodes') == served.ask('lab', '/nodes')


def test_an_address_whose_node_is_down_answers_nothing_and_the_others_go_on(served: ServedEstates) -> None:
    served.control.set_online('lab', 'pve2', False)
    with pytest.raises(ConnectionError):
        served.ask('lab@pve2', '/version')
    assert served.ask('lab', '/version')[0] == 200


def test_a_refusing_estate_closes_all_its_ports_and_gets_them_back(served: ServedEstates) -> None:
    served.control.refuse('lab')
    for label in ('lab', 'lab@pve2'):
        with pytest.raises(ConnectionRefusedError):
            served.ask(label, '/version')
    assert served.ask('site-1', '/version')[0] == 200
    served.control.refuse('lab', False)
    assert served.ask('lab@pve2', '/version')[0] == 200


def test_a_hanging_estate_holds_requests_and_drops_them_in_the_end(served: ServedEstates) -> None:
    served.control.hang('lab')
    with pytest.raises(TimeoutError):
        served.ask('lab', '/version', timeout=0.2)
    with ThreadPoolExecutor() as pool:
        held = pool.submit(served.ask, 'lab', '/nodes')
        while 'GET /api2/json/nodes' not in served.control.state('lab').requests:
            assert not held.done()
        served.control.hang('lab', False)
        with pytest.raises(ConnectionError):
            held.result()


def test_a_slow_estate_answers_late(served: ServedEstates) -> None:
    served.control.slow('lab', 0.3)
    started = time.monotonic()
    assert served.ask('lab', '/version')[0] == 200
    assert time.monotonic() - started >= 0.3


def test_an_untrusted_certificate_fails_those_who_verify(served: ServedEstates) -> None:
    served.control.break_tls('lab')
    with pytest.raises(ssl.SSLCertVerificationError):
        served.ask('lab', '/version')


def test_without_tls_no_handshake_succeeds(served: ServedEstates) -> None:
    served.control.break_tls('lab', TlsFault.ABSENT)
    with pytest.raises(ssl.SSLError):
        served.ask('lab', '/version')


def test_a_client_that_never_shakes_hands_holds_up_nobody(served: ServedEstates) -> None:
    with socket.create_connection(('127.0.0.1', served.simulation.doors['lab'].port)):
        assert served.ask('lab', '/version')[0] == 200


def test_nodes_come_in_another_order_each_time_when_asked_to(served: ServedEstates) -> None:
    served.control.reorder('lab')
    orders = {tuple(entry['node'] for entry in served.ask('lab', '/nodes')[2]) for _ in range(3)}
    assert {order[0] for order in orders} == {'pve1', 'pve2', 'pve3'}


def test_many_ask_at_the_same_time(served: ServedEstates) -> None:
    with ThreadPoolExecutor(max_workers=20) as pool:
        statuses = list(pool.map(lambda _: served.ask('site-1', '/nodes')[0], range(40)))
    assert statuses == [200] * 40
    assert served.control.state('site-1').requests == {'GET /api2/json/nodes': 40}


@pytest.mark.parametrize(
    ('body', 'expected'),
    [
        ('{"username": "root@pam", "password": "wrong"}', (401, 'authentication failure')),
        ('not json', (400, 'Parameter verification failed.')),
        ('[]', (400, 'Parameter verification failed.')),
    ],
)
def test_a_login_in_json_is_read_and_one_that_cannot_be_read_fails(
    served: ServedEstates, body: str, expected: tuple[int, str]
) -> None:
    port = served.simulation.doors['lab'].port
    connection = http.client.HTTPSConnection('127.0.0.1', port, context=served.trust)
    connection.request('POST', '/api2/json/access/ticket', body=body, headers={'Content-Type': 'application/json'})
    response = connection.getresponse()
    assert (response.status, response.reason) == expected
    connection.close()


def test_a_port_that_is_taken_is_an_error(served: ServedEstates) -> None:
    with pytest.raises(OSError, match='in use'):
        Simulation([DoorSpec(estate='lab', port=served.simulation.doors['lab'].port)])


def test_a_stopped_simulation_leaves_neither_ports_nor_threads() -> None:
    def acceptors() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name == 'acceptor'}

    before = acceptors()
    with Simulation([DoorSpec.parse('solo'), DoorSpec.parse('lab@*')]) as simulation:
        addresses = [(door.host, door.port) for door in simulation.doors.values()]
        assert len(acceptors() - before) == 1
    assert acceptors() == before
    for address in addresses:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)


def test_a_connection_ends_when_it_is_idle(served: ServedEstates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('devstack.proxmox_ve.connection.IDLE', 2.0)
    door = served.simulation.doors['lab']
    with (
        socket.create_connection((door.host, door.port), timeout=30) as plain,
        served.trust.wrap_socket(plain, server_hostname=door.host) as secured,
    ):
        assert secured.recv(1) == b''


@pytest.mark.parametrize('texts', [['nowhere'], ['lab@nobody'], ['lab', 'lab']])
def test_addresses_that_make_no_sense_are_refused(texts: list[str]) -> None:
    with pytest.raises(LookupError):
        Simulation([DoorSpec.parse(text) for text in texts])


def test_an_address_is_written_as_estate_node_and_port() -> None:
    assert DoorSpec.parse('lab@pve2=8006') == DoorSpec(estate='lab', node='pve2', port=8006)
    assert DoorSpec.parse('lab') == DoorSpec(estate='lab', node=None, port=0)
    with pytest.raises(ValueError, match='invalid literal'):
        DoorSpec.parse('lab=http')
