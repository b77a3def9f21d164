"""The control API through its client."""

import http.client
from urllib.parse import urlsplit

import pytest

from devstack.proxmox_ve.control import ControlError
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.metrics import metrics_at

from .served_estates import ServedEstates


def test_the_state_tells_the_truth_that_the_api_answers(served: ServedEstates) -> None:
    state = served.control.state('lab')
    answered = served.ask('lab', '/nodes')[2]
    assert [(node.name, node.cpu, node.memory_used, node.uptime) for node in state.nodes] == [
        (entry['node'], entry['cpu'], entry['mem'], entry['uptime']) for entry in answered
    ]
    assert state.ports == {label: served.simulation.doors[label].port for label in ('lab', 'lab@pve2')}


def test_a_node_goes_and_comes_back_with_quorum_following(served: ServedEstates) -> None:
    served.control.set_online('lab', 'pve2', False)
    state = served.control.set_online('lab', 'pve3', False)
    assert (state.online, state.quorate) == (('pve1',), False)
    assert state.nodes[1].cpu is None
    assert served.control.set_online('lab', 'pve2', True).quorate


def test_members_join_and_leave(served: ServedEstates) -> None:
    joined = served.control.add_node('lab', 'pve4', '10.10.0.14')
    assert (joined.nodes[-1].name, joined.nodes[-1].node_id, joined.nodes[-1].uptime) == ('pve4', 4, 0)
    left = served.control.remove_node('lab', 'pve1')
    assert ([node.name for node in left.nodes], left.config_version) == (['pve2', 'pve3', 'pve4'], 7)


def test_a_cluster_is_renamed_and_its_quorum_forced(served: ServedEstates) -> None:
    assert served.control.rename_cluster('lab', 'other').cluster_name == 'other'
    assert not served.control.force_quorum('lab', False).quorate
    assert served.control.force_quorum('lab', None).quorate


def test_a_host_leaves_and_forms_clusters(served: ServedEstates) -> None:
    assert served.control.leave_cluster('lab', 'pve3').cluster_name is None
    assert served.control.form_cluster('solo', 'fresh').cluster_name == 'fresh'


def test_the_clock_is_put_forward_started_and_stopped(served: ServedEstates) -> None:
    lab = ESTATES['lab']
    state = served.control.advance_clock('lab', 600)
    assert (state.time, state.nodes[0].cpu) == (600, metrics_at(lab, lab.nodes[0], 600).cpu)
    served.control.start_clock('lab')
    stopped = served.control.stop_clock('lab')
    assert stopped.time > 600
    assert served.control.state('lab').time == stopped.time


def test_faults_add_up_and_end(served: ServedEstates) -> None:
    served.control.deny_audit('lab')
    served.control.fail('lab', {'/version': 403})
    served.control.reply('lab', {'/cluster/status': []})
    assert served.ask('lab', '/version')[0] == 403
    assert served.ask('lab', '/cluster/status')[2] == []
    assert 'cpu' not in served.ask('lab', '/nodes')[2][0]
    served.control.fail('lab', {})
    served.control.deny_audit('lab', False)
    assert served.ask('lab', '/version')[0] == 200
    assert 'cpu' in served.ask('lab', '/nodes')[2][0]


def test_reset_undoes_everything(served: ServedEstates) -> None:
    before = served.control.state('lab')
    served.control.remove_node('lab', 'pve3')
    served.control.advance_clock('lab', 60)
    served.control.refuse('lab')
    assert served.control.reset('lab') == before
    assert served.ask('lab', '/version')[0] == 200


@pytest.mark.parametrize('estate', ['nowhere', ''])
def test_an_unknown_estate_is_refused(served: ServedEstates, estate: str) -> None:
    with pytest.raises(ControlError, match='unknown'):
        served.control.set_online(estate, 'pve1', False)


def test_a_refusal_says_why(served: ServedEstates) -> None:
    with pytest.raises(ControlError, match="'nobody' is not a node of lab"):
        served.control.set_online('lab', 'nobody', False)


@pytest.mark.parametrize(
    ('action', 'body', 'status'),
    [
        ('set-faults', b'{"fire": true}', 400),
        ('set-faults', b'{"tls": "odd"}', 400),
        ('set-online', b'{"node": "pve1"}', 400),
        ('set-online', b'not json', 400),
        ('explode', b'{}', 404),
    ],
)
def test_a_malformed_request_is_refused(served: ServedEstates, action: str, body: bytes, status: int) -> None:
    connection = http.client.HTTPConnection('127.0.0.1', urlsplit(served.control.url).port)
    connection.request('POST', f'/estates/lab/{action}', body=body)
    assert connection.getresponse().status == status
    connection.close()
