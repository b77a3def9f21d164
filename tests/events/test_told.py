"""Each event type by a real change: once, to a webhook and as a notification, with what people and programs need."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest
from django.db.models.functions import Now
from extras.models import Notification, Subscription
from users.models import User

from netbox_proxbox.events.quorum import note_quorum
from netbox_proxbox.events.steadiness import note_steady
from netbox_proxbox.models import OutboxEvent, ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from tests.builders import an_endpoint, backend_of
from tests.readings import cluster_of, metrics_of, numbered, standalone_host
from tests.sources.proxbox_api.scripted_backend import Reply, captured_reply
from tests.sync.estate import CLUSTER_STATUS, Estate
from tests.sync.missing_nodes import answer, states
from tests.sync.whole_runs import synced, whole_run

from .webhooks import Listener, notified

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


def test_a_node_goes_offline_and_comes_back(lab: ProxmoxEndpoint, estate: Estate, listener: Listener) -> None:
    ada, grace = notified(), User.objects.create_user('grace')
    whole_run(lab)
    node = ProxmoxNode.objects.get(name='pve2')
    Subscription.objects.create(user=grace, object=node)
    assert listener.told() == []

    states(estate, pve2=False)
    run = whole_run(lab)
    (data,) = listener.hear()

    cluster = ProxmoxCluster.objects.get()
    event = OutboxEvent.objects.get()
    assert data == {
        'id': node.pk,
        'display': 'pve2',
        'url': node.get_absolute_url(),
        'event_id': str(event.event_id),
        'event': 'proxbox_node_offline',
        'stands_for': ['proxbox_node_offline'],
        'message': 'pve2 of lab-cluster went offline.',
        'since': data['since'],
        'before': {'online': True},
        'after': {'online': False},
        'endpoint': {'id': lab.pk, 'name': 'lab'},
        'endpoint_ids': [lab.pk],
        'cluster': {'id': cluster.pk, 'name': 'lab-cluster'},
        'cluster_id': cluster.pk,
        'nodes': [{'id': node.pk, 'name': 'pve2'}],
        'node_ids': [node.pk],
        'run': {'id': run.pk, 'url': run.get_absolute_url()},
    }
    lab.refresh_from_db()
    assert lab.last_read_at is not None
    assert data['since'] == lab.last_read_at.isoformat()
    received = listener.received[-1]
    assert received['object_type'] == 'netbox_proxbox.proxmoxnode'
    assert received['event'] == 'proxbox_node_offline'
    assert received['snapshots'] == {'prechange': {'online': True}, 'postchange': {'online': False}}
    assert event.sent_at is not None
    for user in (ada, grace):
        notification = Notification.objects.get(user=user)
        assert (notification.object, notification.event_type) == (node, 'proxbox_node_offline')
        assert str(notification.event) == 'Proxmox node offline'
    Notification.objects.update(read=Now())

    whole_run(lab)
    assert listener.told() == []

    states(estate, pve2=True)
    whole_run(lab)
    assert listener.told() == [('node_online', 'pve2')]
    assert list(Notification.objects.values_list('event_type', 'read')) == [('proxbox_node_online', None)] * 2


def test_members_come_and_go_and_the_quorum_with_them(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener, configure: Callable[..., None]
) -> None:
    whole_run(lab)
    nodes = numbered(4)
    estate.topology, estate.metrics = cluster_of(*nodes), metrics_of(*(node.name for node in nodes))
    whole_run(lab)
    assert listener.told() == [('node_joined', 'pve4')]

    answer(estate, 1, 2, 3)
    whole_run(lab)
    assert listener.told() == [('node_left', 'lab-cluster')]

    estate.topology = replace(estate.topology, quorate=False)
    states(estate, pve2=False, pve3=False)
    whole_run(lab)
    (data,) = listener.hear()
    assert (data['event'], data['display']) == ('proxbox_quorum_lost', 'lab-cluster')
    assert data['stands_for'] == ['proxbox_quorum_lost', 'proxbox_node_offline']
    assert [node['name'] for node in data['nodes']] == ['pve2', 'pve3']
    assert data['message'] == 'lab-cluster lost its quorum. 2 nodes of lab-cluster went offline: pve2, pve3.'

    estate.topology = replace(estate.topology, quorate=True)
    whole_run(lab)
    assert listener.told() == [('quorum_regained', 'lab-cluster')]

    states(estate, pve2=True, pve3=True)
    whole_run(lab)
    assert listener.told() == [('node_online', 'lab-cluster')]

    ProxmoxEndpoint.objects.update(when_node_disappears='keep')
    answer(estate, 1, 2)
    whole_run(lab)
    assert listener.told() == [('node_missing', 'pve3')]


def test_what_waits_for_a_decision_is_told_once(lab: ProxmoxEndpoint, estate: Estate, listener: Listener) -> None:
    whole_run(lab)
    answer(estate, 1)
    whole_run(lab)
    whole_run(lab)
    (data,) = listener.hear()
    assert (data['event'], data['display']) == ('proxbox_deletion_held', 'lab')
    assert [node['name'] for node in data['nodes']] == ['pve2', 'pve3']

    estate.topology, estate.metrics = cluster_of('other', name='other'), metrics_of('other')
    synced(lab)
    whole_run(lab)
    (data,) = listener.hear()
    assert (data['event'], data['display']) == ('proxbox_reading_held', 'lab')
    assert (data['after'], data['cure'] != '') == ({'held_because': 'nothing-in-common'}, True)


def test_a_host_that_joins_a_cluster_has_another_mode(lab: ProxmoxEndpoint, estate: Estate, listener: Listener) -> None:
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')
    whole_run(lab)
    answer(estate, 1, 2, 3)
    whole_run(lab)

    (data,) = listener.hear()
    assert (data['event'], data['display']) == ('proxbox_mode_changed', 'lab')
    assert (data['before'], data['after']) == ({'mode': 'standalone'}, {'mode': 'cluster'})
    assert data['message'] == 'lab was a standalone host and is a cluster now.'


def test_a_sync_that_fails_is_told_when_it_failed_often_enough(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener
) -> None:
    whole_run(lab)
    estate.failing[CLUSTER_STATUS] = captured_reply('err500_nodes')
    runs = [whole_run(lab) for _ in range(4)]
    (data,) = listener.hear()
    assert (data['event'], data['display']) == ('proxbox_sync_failed', 'lab')
    assert (data['run']['id'], data['cause'], data['cure']) == (runs[2].pk, runs[2].cause, runs[2].cure)
    assert data['after'] == {'failed_runs': 3}

    estate.failing.clear()
    whole_run(lab)
    whole_run(lab)
    assert listener.told() == [('sync_works', 'lab')]


def test_a_failing_backend_is_one_event_and_none_for_each_endpoint(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener
) -> None:
    other = an_endpoint(backend_of(lab), name='other')
    for endpoint in (lab, other):
        whole_run(endpoint)
    listener.hear()
    everything = estate.failing
    estate.failing = {path: Reply(body='a page of somebody else') for path in (CLUSTER_STATUS,)}
    for _ in range(4):
        for endpoint in (lab, other):
            ProxboxBackend.objects.update(paused_until=None)
            whole_run(endpoint)
    told = listener.told()
    estate.failing = everything
    ProxboxBackend.objects.update(paused_until=None)
    whole_run(lab)
    assert (told, listener.told()) == ([('backs_off', 'main')], [('answers_again', 'main')])


def test_a_flapping_node_is_told_once_and_once_when_it_is_steady(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener
) -> None:
    whole_run(lab)
    for number in range(7):
        states(estate, pve2=bool(number % 2), pve3=not number % 2)
        whole_run(lab)
    told = listener.told()
    for name in ('pve2', 'pve3'):
        of_it = [event for event, node in told if node == name]
        assert of_it == [*['node_offline', 'node_online'] * 2, 'node_flapping']
    assert note_steady() == 0

    ProxmoxNode.objects.filter(name='pve2').update(offline_since=Now() - AN_HOUR)
    ProxmoxNode.objects.filter(name='pve3').update(online_since=Now() - AN_HOUR)
    assert (note_steady(), note_steady()) == (2, 0)
    data, of_pve3 = listener.hear()
    assert (of_pve3['event'], of_pve3['display']) == ('proxbox_node_steady', 'pve3')
    assert (data['stands_for'], data['message']) == (
        ['proxbox_node_offline', 'proxbox_node_steady'],
        'pve2 of lab-cluster is steady again, and offline.',
    )

    states(estate, pve2=True)
    whole_run(lab)
    assert listener.told() == [('node_online', 'pve2')]


def test_a_quorum_that_comes_and_goes_is_told_no_more_and_then_as_it_is(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener, configure: Callable[..., None]
) -> None:
    configure(flapping_limit=1)
    whole_run(lab)
    for quorate in (False, True, False, True):
        estate.topology = replace(estate.topology, quorate=quorate)
        whole_run(lab)
    assert listener.told() == [('quorum_lost', 'lab-cluster')]
    assert note_quorum() == 0

    OutboxEvent.objects.update(created=Now() - AN_HOUR)
    assert (note_quorum(), note_quorum()) == (1, 0)
    assert listener.told() == [('quorum_regained', 'lab-cluster')]


def test_two_hundred_nodes_that_go_offline_at_once_are_one_event(
    lab: ProxmoxEndpoint, estate: Estate, listener: Listener
) -> None:
    nodes = numbered(200)
    estate.topology, estate.metrics = cluster_of(*nodes), metrics_of(*(node.name for node in nodes))
    whole_run(lab)
    states(estate, **{node.name: node.local for node in nodes})
    whole_run(lab)

    before = process_time()
    (data,) = listener.hear()
    assert process_time() - before < 2
    assert (data['event'], data['display'], len(data['node_ids'])) == ('proxbox_node_offline', 'lab-cluster', 199)
