"""The members of a cluster on addresses of their own, each with faults of its own."""

import http.client
import socket
import ssl
from typing import Any

import pytest

from devstack.proxmox_ve.faults import TlsFault
from devstack.proxmox_ve.simulation import DoorSpec, Simulation

from .served_estates import ServedEstates

SITE = 'site-2'
FIRST, SECOND, THIRD = NODES = ('s2-pve1', 's2-pve2', 's2-pve3')


def ask(served: ServedEstates, node: str, path: str = '/cluster/status') -> Any:
    """The data that one member answers with."""
    status, _, data = served.ask(f'{SITE}@{node}', path)
    assert status == 200
    return data


def online(served: ServedEstates, node: str) -> tuple[int | None, set[str]]:
    """Quorum (None without a cluster) and who is online, as one member tells it."""
    entries = ask(served, node)
    quorate = next((entry['quorate'] for entry in entries if entry['type'] == 'cluster'), None)
    return quorate, {entry['name'] for entry in entries if entry.get('online')}


def test_all_members_have_one_port_and_tell_of_the_addresses_they_listen_on(served: ServedEstates) -> None:
    doors = [served.simulation.doors[f'{SITE}@{node}'] for node in NODES]
    assert [door.host for door in doors] == ['127.0.4.1', '127.0.4.2', '127.0.4.3']
    assert len({door.port for door in doors}) == 1
    told = {entry['name']: entry['ip'] for entry in ask(served, SECOND)[1:]}
    assert told == {node: door.host for node, door in zip(NODES, doors, strict=True)}
    state = served.control.state(SITE)
    assert state.hosts == {f'{SITE}@{node}': door.host for node, door in zip(NODES, doors, strict=True)}


def test_each_member_answers_as_itself_and_is_counted_by_itself(served: ServedEstates) -> None:
    assert [next(e['name'] for e in ask(served, node) if e.get('local')) for node in NODES] == list(NODES)
    counted = served.control.state(SITE).requests_of_nodes
    assert counted == {node: {'GET /api2/json/cluster/status': 1} for node in NODES}


@pytest.mark.parametrize('how', ['refuses', 'is switched off'])
def test_a_member_that_is_down_has_a_closed_port_and_the_others_answer(served: ServedEstates, how: str) -> None:
    if how == 'refuses':
        served.control.refuse(SITE, node=SECOND)
    else:
        served.control.set_online(SITE, SECOND, False)
    with pytest.raises(ConnectionRefusedError):
        ask(served, SECOND)
    assert (SECOND in online(served, THIRD)[1]) == (how == 'refuses')
    served.control.refuse(SITE, False, node=SECOND)
    served.control.set_online(SITE, SECOND, True)
    assert online(served, SECOND) == (1, set(NODES))


def test_a_silent_member_accepts_and_says_nothing(served: ServedEstates) -> None:
    served.control.break_tls(SITE, TlsFault.SILENT, node=FIRST)
    with pytest.raises(TimeoutError):
        served.ask(f'{SITE}@{FIRST}', '/version', timeout=0.2)
    assert ask(served, SECOND, '/version')


def test_a_member_hangs_alone_and_one_is_slow_alone(served: ServedEstates) -> None:
    served.control.hang(SITE, node=FIRST)
    served.control.slow(SITE, 5.0, node=SECOND)
    for node in (FIRST, SECOND):
        with pytest.raises(TimeoutError):
            served.ask(f'{SITE}@{node}', '/version', timeout=0.2)
    assert ask(served, THIRD, '/version')


def test_a_member_may_hang_up_as_soon_as_it_has_accepted(served: ServedEstates) -> None:
    served.control.break_tls(SITE, TlsFault.CUT, node=FIRST)
    with pytest.raises((ssl.SSLEOFError, ConnectionError)):
        ask(served, FIRST)
    assert ask(served, SECOND, '/version')


def test_a_fault_of_the_estate_is_one_of_each_member_and_its_own_comes_on_top(served: ServedEstates) -> None:
    served.control.fail(SITE, {'/version': 500})
    served.control.fail(SITE, {'/version': 503}, node=THIRD)
    statuses = [served.ask(f'{SITE}@{node}', '/version')[0] for node in NODES]
    assert statuses == [500, 500, 503]


def test_a_member_whose_corosync_never_started_answers_like_a_standalone_host(served: ServedEstates) -> None:
    served.control.set_corosync(SITE, FIRST, False)
    assert online(served, FIRST) == (None, {FIRST})
    assert ask(served, FIRST)[0]['nodeid'] == 0
    assert {entry['node'] for entry in ask(served, FIRST, '/cluster/config/nodes')} == set(NODES)
    assert ask(served, FIRST, '/cluster/ha/status/current')[0]['quorate'] == 0
    assert online(served, SECOND) == (1, {SECOND, THIRD})


def test_a_member_whose_corosync_stopped_later_tells_of_what_it_saw_last_without_quorum(served: ServedEstates) -> None:
    served.control.set_online(SITE, THIRD, False)
    served.control.stop_corosync(SITE, FIRST)
    served.control.set_online(SITE, THIRD, True)
    assert online(served, FIRST) == (0, {FIRST, SECOND})
    assert online(served, SECOND) == (1, {SECOND, THIRD})
    served.control.set_corosync(SITE, FIRST, True)
    assert online(served, FIRST) == (1, set(NODES))


def test_each_side_of_a_split_answers_for_itself(served: ServedEstates) -> None:
    served.control.split(SITE, FIRST)
    assert online(served, FIRST) == (0, {FIRST})
    assert online(served, SECOND) == (1, {SECOND, THIRD})
    assert {entry['node']: entry['status'] for entry in ask(served, FIRST, '/nodes')} == {
        FIRST: 'online',
        SECOND: 'offline',
        THIRD: 'offline',
    }
    assert served.ask(f'{SITE}@{FIRST}', f'/nodes/{SECOND}/version')[:2] == (595, 'No route to host')
    served.control.split(SITE)
    assert online(served, FIRST) == (1, set(NODES))


def test_metrics_of_a_node_whose_pvestatd_hangs_are_frozen_and_then_unknown(served: ServedEstates) -> None:
    def listed() -> Any:
        return next(entry for entry in ask(served, SECOND, '/nodes') if entry['node'] == FIRST)

    before = listed()
    served.control.set_statistics(SITE, FIRST, False)
    served.control.advance_clock(SITE, 300)
    assert listed() == before
    served.control.advance_clock(SITE, 1)
    assert listed().keys() == {'id', 'type', 'node', 'status', 'ssl_fingerprint'}
    assert listed()['status'] == 'unknown'
    served.control.set_statistics(SITE, FIRST, True)
    assert (listed()['status'], listed()['uptime']) == ('online', before['uptime'] + 301)


def test_a_node_that_is_down_loses_its_size_after_five_minutes(served: ServedEstates) -> None:
    served.control.set_online(SITE, FIRST, False)
    assert 'maxcpu' in ask(served, SECOND, '/nodes')[0]
    served.control.advance_clock(SITE, 301)
    assert ask(served, SECOND, '/nodes')[0].keys() == {'id', 'type', 'node', 'status', 'ssl_fingerprint'}


def test_faults_of_nobody_are_refused(served: ServedEstates) -> None:
    with pytest.raises(Exception, match='unknown'):
        served.control.refuse(SITE, node='nobody')


def test_the_addresses_of_an_estate_are_asked_for_once() -> None:
    with pytest.raises(LookupError, match='twice'):
        Simulation([DoorSpec.parse('lab@pve1'), DoorSpec.parse('lab@*')])
    with pytest.raises(LookupError, match='too many'):
        Simulation([DoorSpec.parse('site-1x300@*')])


def test_a_port_that_one_member_cannot_have_is_an_error() -> None:
    with socket.create_server(('127.0.1.2', 0)) as other, pytest.raises(OSError, match='in use'):
        Simulation([DoorSpec.parse(f'lab@*={other.getsockname()[1]}')])


def test_a_connection_takes_a_hundred_requests(served: ServedEstates) -> None:
    door, access = served.simulation.doors['lab'], served.simulation.estates['lab'].estate.access
    token = {'Authorization': f'PVEAPIToken={access.username}!{access.token_name}={access.token_value}'}
    connection = http.client.HTTPSConnection(door.host, door.port, context=served.trust)
    told = []
    for _ in range(100):
        connection.request('GET', '/api2/json/version', headers=token)
        response = connection.getresponse()
        response.read()
        told.append(response.getheader('Connection'))
    connection.close()
    assert told == ['Keep-Alive'] * 99 + ['close']


def test_plain_http_is_sent_to_https(served: ServedEstates) -> None:
    door = served.simulation.doors['lab']
    connection = http.client.HTTPConnection(door.host, door.port)
    connection.request('GET', '/api2/json/version')
    response = connection.getresponse()
    location = f'https://{door.host}:{door.port}/api2/json/version'
    assert (response.status, response.getheader('Location')) == (301, location)
    connection.close()
