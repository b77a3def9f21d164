"""What the schedule asks for, against what one proxbox-api can do."""

from typing import Any

import pytest
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from netbox_proxbox.health import demand
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import a_backend

pytestmark = pytest.mark.django_db


def endpoints(backend: ProxboxBackend, count: int, **fields: Any) -> None:
    """Save endpoints of a backend that are alike."""
    ProxmoxEndpoint.objects.bulk_create(
        ProxmoxEndpoint(name=f'{backend} {fields} {number}', backend=backend, ip_address='192.0.2.1', **fields)
        for number in range(count)
    )


def every(count: int, period: str) -> IntervalSchedule:
    return IntervalSchedule.objects.create(every=count, period=period)


def test_a_schedule_that_holds() -> None:
    endpoints(a_backend(), 300, sync_interval=every(5, 'minutes'))

    (finding,) = demand.load()

    assert (finding.level, finding.cure) == ('ok', '')
    assert '180' in finding.summary


def test_four_hundred_endpoints_each_five_minutes_are_too_many_and_by_how_much() -> None:
    endpoints(a_backend(), 400, sync_interval=every(5, 'minutes'))

    (finding,) = demand.load()

    assert finding.level == 'warning'
    assert '240' in finding.summary
    assert '34 % too much' in finding.summary
    assert '1.4 times as long' in finding.cure
    assert 'move 25 %' in finding.cure


def test_more_than_proxbox_api_lets_in_is_an_error() -> None:
    endpoints(a_backend(), 101, sync_interval=every(1, 'minutes'))

    (finding,) = demand.load()

    assert finding.level == 'error'
    assert 'refuses more than 300' in finding.summary


def test_schedules_of_all_kinds_add_up() -> None:
    backend = a_backend()
    endpoints(backend, 10, sync_interval=every(30, 'seconds'))
    endpoints(backend, 2, sync_crontab=CrontabSchedule.objects.create(minute='*/30', hour='*'))
    endpoints(backend, 1, sync_crontab=CrontabSchedule.objects.create(minute='0', hour='4'))
    # A row that somebody wrote by hand asks for nothing.
    endpoints(backend, 1, sync_crontab=CrontabSchedule.objects.create(minute='nonsense', hour='4'))

    rates = demand.requests_per_minute()

    assert rates == {'main': pytest.approx(3 * (20 + 2 / 30 + 1 / 1440))}


def test_only_what_runs_by_itself_counts() -> None:
    backend, disabled = a_backend(), a_backend(name='disabled', enabled=False)
    endpoints(backend, 5)
    endpoints(backend, 5, enabled=False, sync_interval=every(1, 'seconds'))
    endpoints(disabled, 5, sync_interval=every(2, 'seconds'))

    assert demand.load() == []
