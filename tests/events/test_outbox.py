"""The outbox: never without the change, in order, at least once with one event id, and no statement for no news."""

import logging
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from core.models import ObjectType
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from extras.models import EventRule, Notification, NotificationGroup, Subscription
from redis.exceptions import MaxConnectionsError, ReadOnlyError
from redis.sentinel import MasterNotFoundError
from users.models import User

from netbox_proxbox.events import names, sender
from netbox_proxbox.events.news import Node
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.events.sender import GIVEN_UP_AFTER, LEAST_ATTEMPTS, PAUSE, send_unsent
from netbox_proxbox.models import OutboxEvent, ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.foreground import preview_in_foreground, sync_in_foreground
from netbox_proxbox.tracking.events import Lost, tell_rule
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.whole_runs import whole_run

from .outbox import told_of
from .webhooks import Listener, committed, rule_for

pytestmark = pytest.mark.django_db

TELL_RULE = 'netbox_proxbox.events.sender.tell_rule'
TELLING = 'netbox_proxbox.tracking.events.process_event_rules'


def messages(listener: Listener) -> list[str]:
    return [data['message'] for data in listener.hear()]


def time_passes(passed: timedelta = PAUSE) -> None:
    OutboxEvent.objects.update(created=F('created') - passed, claimed_at=F('claimed_at') - passed)


def test_what_is_rolled_back_is_told_to_nobody(lab: ProxmoxEndpoint, estate: Estate) -> None:
    sync_in_foreground(lab, 'python')
    assert not OutboxEvent.objects.exists()
    answer(estate, 1, 2)
    preview_in_foreground(lab, 'python')
    with transaction.atomic():
        whole_run(lab)
        assert OutboxEvent.objects.exists()
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()


def test_the_worker_is_rung_once_the_change_is_committed(
    endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Mock()
    monkeypatch.setattr('netbox_proxbox.events.outbox.producer', lambda: app)
    app.signature.return_value.apply_async.side_effect = ConnectionError

    committed(lambda: told_of(endpoint, 'nobody hears the bell'))
    committed(lambda: put([]))

    (called,) = app.signature.call_args_list
    assert called.args == ('worker.tasks.send_events',)
    assert OutboxEvent.objects.get().sent_at is None


def test_events_are_sent_in_order_and_once(endpoint: ProxmoxEndpoint, listener: Listener) -> None:
    told_of(endpoint, *'abc')
    assert messages(listener) == ['a', 'b', 'c']
    assert messages(listener) == []


def test_another_sender_leaves_the_queue_to_who_is_at_it_and_takes_over_when_that_is_gone(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = told_of(endpoint, 'a', 'b')
    with monkeypatch.context() as patch:
        # A process that is killed when everybody was told, but nothing noted.
        patch.setattr(sender, '_write', Mock(side_effect=SystemExit))
        with pytest.raises(SystemExit):
            committed(send_unsent)
    assert messages(listener) == ['a']

    OutboxEvent.objects.filter(pk=first.pk).update(claimed_at=Now() - sender.CLAIMED_FOR)
    again = listener.hear()
    assert [data['message'] for data in again] == ['a', 'b']
    assert again[0]['event_id'] == str(first.event_id)


def test_a_task_that_runs_out_of_time_gives_the_event_back(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_of(endpoint, 'a')
    with monkeypatch.context() as patch:
        patch.setattr(TELL_RULE, Mock(side_effect=SoftTimeLimitExceeded))
        assert send_unsent() == 0
    time_passes()
    assert messages(listener) == ['a']


def test_a_broken_rule_costs_no_other_and_no_later_event(endpoint: ProxmoxEndpoint, listener: Listener) -> None:
    broken = rule_for('A broken one', 'notification', NotificationGroup.objects.create(name='gone'))
    EventRule.objects.filter(pk=broken.pk).update(action_object_id=0)
    told_of(endpoint, 'a', 'b')

    assert messages(listener) == ['a', 'b']
    assert set(OutboxEvent.objects.values_list('error', flat=True)) == {'event rule "A broken one" (AttributeError)'}


def test_a_redis_that_is_away_has_the_rest_told_later_in_order_and_nobody_twice(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = rule_for('Z later', 'webhook', EventRule.objects.get().action_object)
    told_of(endpoint, 'a', 'b')

    def away(rule: EventRule, event: Any) -> Any:
        return [Lost('event rule', 'ConnectionError', passes=True)] if rule == other else tell_rule(rule, event)

    with monkeypatch.context() as patch:
        patch.setattr(TELL_RULE, away)
        assert [messages(listener), messages(listener)] == [['a'], []]
    assert OutboxEvent.objects.filter(sent_at=None).count() == 2
    assert messages(listener) == []

    time_passes()
    assert messages(listener) == ['a', 'b', 'b']


@pytest.mark.parametrize('raised', [MasterNotFoundError, ReadOnlyError, MaxConnectionsError])
def test_a_redis_that_fails_over_or_is_full_is_waited_for(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    told_of(endpoint, 'a')
    with monkeypatch.context() as patch:
        patch.setattr(TELLING, Mock(side_effect=raised))
        assert send_unsent() == 0
    assert OutboxEvent.objects.get().error == f'event rule "Listener" ({raised.__name__})'
    time_passes()
    assert messages(listener) == ['a']


def test_an_action_of_a_plugin_that_fails_as_redis_does_is_waited_for(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logs(*args: Any) -> None:
        try:
            raise MasterNotFoundError
        except MasterNotFoundError:
            logging.getLogger('netbox.events_processor').exception('As NetBox logs it')

    told_of(endpoint, 'a')
    with monkeypatch.context() as patch:
        patch.setattr(TELLING, logs)
        assert send_unsent() == 0
    time_passes()
    assert messages(listener) == ['a']


def test_what_nobody_can_be_told_is_given_up_after_a_time_and_not_for_the_number_of_bells(
    endpoint: ProxmoxEndpoint, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = User.objects.create_user('ada')
    Subscription.objects.create(user=ada, object=endpoint)
    told_of(endpoint, 'a', 'b')
    with monkeypatch.context() as patch:
        patch.setattr(TELL_RULE, lambda *args: [Lost('event rule "X"', 'ConnectionError', passes=True)])
        unread = []
        for _ in range(LEAST_ATTEMPTS):
            assert (send_unsent(), send_unsent()) == (0, 0)
            unread.append(Notification.objects.filter(read=None).update(read=Now()))
            time_passes()
        assert unread == [1, *[0] * (LEAST_ATTEMPTS - 1)]
        first, second = OutboxEvent.objects.all()
        assert (first.attempts, first.sent_at, second.attempts) == (LEAST_ATTEMPTS, None, 0)

        time_passes(GIVEN_UP_AFTER)
        assert send_unsent() == 0
    first.refresh_from_db()
    assert (first.sent_at is None, first.error) == (False, 'given up: event rule "X" (ConnectionError)')

    time_passes()
    assert messages(listener) == ['b']


def test_what_has_every_task_killed_is_given_up_and_what_waited_behind_it_is_told(
    endpoint: ProxmoxEndpoint, listener: Listener
) -> None:
    first, _ = told_of(endpoint, 'a', 'b')
    killed = OutboxEvent.objects.filter(pk=first.pk)
    killed.update(attempts=LEAST_ATTEMPTS, claimed_at=Now() - sender.CLAIMED_FOR, created=Now() - GIVEN_UP_AFTER)
    assert messages(listener) == ['b']
    assert killed.get().error == 'given up: every attempt was cut off'


def test_a_rule_about_nodes_hears_of_what_names_nodes_and_one_about_others_does_not(
    endpoint: ProxmoxEndpoint, listener: Listener
) -> None:
    rule = EventRule.objects.get()
    cluster = ProxmoxCluster(pk=1, name='lab')
    for models, expected in (
        ([ProxmoxNode], ['a']),
        ([ProxmoxCluster], ['a']),
        ([ProxmoxNode, ProxmoxEndpoint], ['a', 'b']),
        ([ProxboxBackend], []),
    ):
        rule.object_types.set(ObjectType.objects.get_for_models(*models).values())
        put([event_about(endpoint, names.SYNC_FAILED, 'a', nodes=[Node(1, 'pve1')], cluster=cluster)])
        told_of(endpoint, 'b')
        assert messages(listener) == expected


def test_conditions_choose_by_endpoint_cluster_and_node(endpoint: ProxmoxEndpoint, listener: Listener) -> None:
    rule = EventRule.objects.get()
    for attr, value, expected in (
        ('endpoint_ids', endpoint.pk, ['a']),
        ('endpoint_ids', endpoint.pk + 1, []),
        ('node_ids', 1, []),
    ):
        EventRule.objects.filter(pk=rule.pk).update(conditions={'attr': attr, 'op': 'contains', 'value': value})
        told_of(endpoint, 'a')
        assert messages(listener) == expected
    EventRule.objects.filter(pk=rule.pk).update(conditions={'attr': 'cluster_id', 'value': 1})
    told_of(endpoint, 'a')
    assert messages(listener) == []
    assert not OutboxEvent.objects.exclude(error='').exists()
