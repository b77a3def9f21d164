"""Which events are forgotten: old ones that were sent, but for what still goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from netbox_proxbox.events import names
from netbox_proxbox.events.outbox import event_about, goes_on, put
from netbox_proxbox.events.retention import delete_old_events
from netbox_proxbox.models import OutboxEvent, ProxmoxEndpoint
from tests.builders import an_endpoint

from .outbox import told_of

pytestmark = pytest.mark.django_db


def test_a_failure_that_goes_on_is_not_forgotten_and_one_that_is_over_is(
    endpoint: ProxmoxEndpoint, configure: Callable[..., None]
) -> None:
    configure(keep_days=1)
    other = an_endpoint(endpoint.backend, name='other')
    for about, event in (
        *((endpoint, names.SYNC_FAILED), (endpoint, names.SYNC_WORKS), (endpoint, names.SYNC_FAILED)),
        *((endpoint, names.BACKS_OFF), (other, names.ANSWERS_AGAIN)),
        *((other, names.SYNC_FAILED), (other, names.SYNC_WORKS)),
    ):
        put([event_about(about, event, 'a')])
    OutboxEvent.objects.update(created=Now() - timedelta(days=2), sent_at=Now())

    assert delete_old_events() == 5

    assert list(OutboxEvent.objects.values_list('event_type', 'object_id')) == [
        (names.SYNC_FAILED, endpoint.pk),
        (names.BACKS_OFF, endpoint.pk),
    ]
    assert (goes_on(endpoint, names.SYNC_FAILED), goes_on(other, names.SYNC_FAILED)) == (True, False)


def test_old_events_are_deleted_once_they_are_sent(endpoint: ProxmoxEndpoint, configure: Callable[..., None]) -> None:
    told_of(endpoint, 'unsent', 'old', 'new')
    OutboxEvent.objects.exclude(payload__message='new').update(created=Now() - timedelta(days=31))
    OutboxEvent.objects.exclude(payload__message='unsent').update(sent_at=Now())
    configure(keep_days=0)
    assert delete_old_events() == 0
    configure(keep_days=30)
    assert delete_old_events() == 1
    assert list(OutboxEvent.objects.values_list('payload__message', flat=True)) == ['unsent', 'new']
