"""What the watch tells, which NetBox's own background worker takes: who is silent, and which endpoints are overdue."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats
from netbox_proxbox.health.watch import look
from netbox_proxbox.models import Heartbeat, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row
from tests.accounts import api_client
from tests.builders import a_direct_endpoint, an_endpoint, backend_of

from .webhooks import Listener, committed, notified

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


def heard(kind: str, ago: timedelta = timedelta(0)) -> None:
    heartbeats.note(kind, kind)
    Heartbeat.objects.filter(kind=kind).update(seen_at=Now() - ago)


def test_the_watch_tells_once_who_is_silent_and_who_is_heard_again(listener: Listener) -> None:
    for kind, silent, again in (
        (HeartbeatKindChoices.WORKER, 'worker_silent', 'worker_heard'),
        (HeartbeatKindChoices.BEAT, 'beat_silent', 'beat_heard'),
    ):
        heard(kind)
        committed(look)
        assert listener.told() == []
        heard(kind, AN_HOUR)
        committed(look)
        committed(look)
        assert listener.told() == [(silent, f'ProxBox {kind}')]
        heard(kind)
        committed(look)
        committed(look)
        assert listener.told() == [(again, f'ProxBox {kind}')]


def test_overdue_endpoints_are_told_by_what_they_share_and_once(listener: Listener) -> None:
    for kind in (HeartbeatKindChoices.WORKER, HeartbeatKindChoices.BEAT):
        heard(kind)
    scheduled: dict[str, Any] = {'sync_interval': interval_row(5, 'minutes')}
    alone = an_endpoint(name='alone', **scheduled)
    a_direct_endpoint(name='direct', **scheduled)
    explained: tuple[dict[str, Any], ...] = ({'failures': 1}, {'failed_runs': 1}, {'held_because': 'nothing-in-common'})
    for number, why in enumerate(explained):
        a_direct_endpoint(name=f'explained {number}', ip_address=f'192.0.2.{9 + number}', **why, **scheduled)
    ProxmoxEndpoint.objects.update(overdue_at=Now() - AN_HOUR)
    committed(look)
    committed(look)
    assert sorted(listener.told()) == [('endpoint_overdue', 'alone'), ('endpoint_overdue', 'direct')]

    second = an_endpoint(backend_of(alone), name='second', **scheduled)
    third = an_endpoint(backend_of(alone), name='third', **scheduled)
    ProxmoxEndpoint.objects.filter(pk__in=[second.pk, third.pk]).update(overdue_at=Now() - AN_HOUR)
    committed(look)
    (data,) = listener.hear()
    assert (data['display'], data['endpoint_ids']) == ('main', [second.pk, third.pk])
    assert data['message'] == '2 endpoints were not read when they should have been: second, third.'

    ProxmoxEndpoint.objects.filter(pk=alone.pk).update(overdue_at=Now() + AN_HOUR, last_read_at=Now())
    committed(look)
    committed(look)
    assert listener.told() == [('endpoint_in_time', 'alone')]


def test_overdue_endpoints_are_not_told_while_a_silent_worker_explains_them(listener: Listener) -> None:
    endpoint = an_endpoint(sync_interval=interval_row(5, 'minutes'))
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(overdue_at=Now() - AN_HOUR)
    committed(look)
    assert listener.told() == [('worker_silent', 'ProxBox worker'), ('beat_silent', 'ProxBox beat')]


def test_what_the_watch_tells_is_among_the_notifications_of_the_rest_api(db: None) -> None:
    ada = notified()
    ada.is_superuser = True
    ada.save()
    heard(HeartbeatKindChoices.WORKER, AN_HOUR)
    look()

    (notification,) = api_client(ada).get('/api/extras/notifications/').data['results']

    assert notification['object']['display'] == 'ProxBox worker'
    assert notification['object']['seen_at']
