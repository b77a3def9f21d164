"""What health says of events and of the watch."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.events.names import SYNC_FAILED
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.health import heartbeats
from netbox_proxbox.health.outbox import outbox, watch
from netbox_proxbox.models import Heartbeat, OutboxEvent
from tests.builders import an_endpoint

pytestmark = pytest.mark.django_db


def test_events_that_wait_or_were_lost_are_told() -> None:
    endpoint = an_endpoint()
    put([event_about(endpoint, SYNC_FAILED, 'It failed.') for _ in range(2)])
    assert outbox() == []

    OutboxEvent.objects.update(created=Now() - timedelta(minutes=6))
    assert [finding.summary for finding in outbox()] == ['2 events have waited for more than five minutes to be sent.']
    OutboxEvent.objects.update(sent_at=Now(), error='event rule "X" (AttributeError)')
    assert [finding.summary for finding in outbox()] == ['Not everybody was told of 2 events within the last day.']
    OutboxEvent.objects.update(sent_at=Now() - timedelta(days=2))
    assert outbox() == []


def test_a_watch_is_missed_where_there_was_one_or_a_worker_runs() -> None:
    assert watch() == []
    heartbeats.note(HeartbeatKindChoices.WORKER, 'celery@host')
    assert watch() == []
    Heartbeat.objects.update(started_at=Now() - timedelta(minutes=16))
    (finding,) = watch()
    assert finding.cure == 'Restart it, so that it learns of this job: netbox rqworker'
    heartbeats.note(HeartbeatKindChoices.WATCH, 'worker')
    assert watch() == []
    Heartbeat.objects.update(seen_at=Now() - timedelta(minutes=16))
    (finding,) = watch()
    assert (finding.level, finding.cure) == ('warning', 'Start it: netbox rqworker')
