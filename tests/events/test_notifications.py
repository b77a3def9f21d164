"""Notifications of NetBox: unread again with each event, for those whom the rules told, under the right name."""

import logging

import pytest
from core.models import ObjectType
from django.db.models.functions import Now
from extras.models import EventRule, Notification, Subscription
from users.models import User

from netbox_proxbox.events import names
from netbox_proxbox.events.news import Node
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.events.sender import send_unsent
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint

from .outbox import told_of
from .webhooks import Listener, notified

pytestmark = pytest.mark.django_db


def test_only_who_was_told_has_an_unread_notification_again(endpoint: ProxmoxEndpoint, listener: Listener) -> None:
    ada, grace = notified('ada'), notified('grace')
    told_of(endpoint, 'a')
    send_unsent()
    Notification.objects.update(read=Now())
    EventRule.objects.filter(name='Notify grace').update(conditions={'attr': 'message', 'value': 'a'})
    told_of(endpoint, 'b')
    send_unsent()
    assert set(Notification.objects.filter(read=None).values_list('user', flat=True)) == {ada.pk}
    assert Notification.objects.filter(user=grace).exists()


def test_a_subscriber_of_what_is_gone_is_notified_under_its_name(db: None) -> None:
    gone, user = ProxmoxCluster(pk=1, name='lab'), User.objects.create_user('ada')
    of_clusters = ObjectType.objects.get_for_model(ProxmoxCluster)
    Subscription.objects.create(user=user, object_type_id=of_clusters.pk, object_id=gone.pk)
    put([event_about(gone, names.QUORUM_LOST, 'a', nodes=[Node(gone.pk, 'pve1')])])
    send_unsent()
    assert Notification.objects.get().object_repr == 'lab'


def test_a_notification_by_a_rule_about_snapshots_is_unread_again(
    endpoint: ProxmoxEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    notified('ada')
    EventRule.objects.update(conditions={'attr': 'snapshots.postchange.mode', 'value': 'cluster'})
    unread = []
    for mode in ('cluster', 'cluster', 'standalone'):
        put([event_about(endpoint, names.MODE_CHANGED, 'a', after={'mode': mode})])
        send_unsent()
        unread.append(Notification.objects.filter(read=None).update(read=Now()))
    assert unread == [1, 1, 0]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
