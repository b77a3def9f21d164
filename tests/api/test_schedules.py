"""The schedule of an endpoint in the REST API."""

from typing import Any

import pytest
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.tests import estate

NIGHTLY = {
    'minute': '30',
    'hour': '2',
    'day_of_week': '*',
    'day_of_month': '*',
    'month_of_year': '*',
    'timezone': 'Europe/Berlin',
}


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return estate.make_endpoints()[0]


def _patch(client: APIClient, endpoint: ProxmoxEndpoint, **fields: Any) -> Any:
    return client.patch(f'/api/plugins/proxbox/endpoints/{endpoint.pk}/', fields, format='json')


def test_an_interval_is_shown_as_it_was_written(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = _patch(admin, endpoint, sync_interval={'every': 5, 'period': 'minutes'})

    assert answer.status_code == 200
    assert answer.json()['sync_interval'] == {'every': 5, 'period': 'minutes'}


def test_endpoints_share_the_row_of_a_schedule(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    for each in ProxmoxEndpoint.objects.all():
        _patch(admin, each, sync_interval={'every': 5, 'period': 'minutes'})

    assert IntervalSchedule.objects.filter(every=5, period='minutes').count() == 1


def test_a_crontab_is_shown_as_it_was_written(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = _patch(admin, endpoint, sync_crontab=NIGHTLY)

    assert answer.status_code == 200
    assert answer.json()['sync_crontab'] == NIGHTLY
    assert CrontabSchedule.objects.filter(minute='30', hour='2', timezone='Europe/Berlin').count() == 1


def test_what_a_crontab_leaves_out_is_any_and_utc(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = _patch(admin, endpoint, sync_crontab={'minute': '0', 'hour': '*/6'})

    assert answer.json()['sync_crontab'] == {**NIGHTLY, 'minute': '0', 'hour': '*/6', 'timezone': 'UTC'}


def test_null_ends_a_schedule(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    _patch(admin, endpoint, sync_interval={'every': 5, 'period': 'minutes'})

    assert _patch(admin, endpoint, sync_interval=None).json()['sync_interval'] is None


def test_other_edits_leave_the_schedule_alone(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    _patch(admin, endpoint, sync_interval={'every': 5, 'period': 'minutes'})

    assert _patch(admin, endpoint, timeout=9).json()['sync_interval'] == {'every': 5, 'period': 'minutes'}


@pytest.mark.parametrize(
    ('interval', 'field'),
    [
        ({'every': 0, 'period': 'minutes'}, 'every'),
        ({'every': -5, 'period': 'minutes'}, 'every'),
        ({'every': 1, 'period': 'seconds'}, 'every'),
        ({'every': 10**15, 'period': 'days'}, 'every'),
        ({'every': 5, 'period': 'fortnights'}, 'period'),
        ({'every': 5, 'period': 'microseconds'}, 'period'),
        ({'every': 5}, 'period'),
    ],
)
def test_intervals_that_make_no_sense_are_refused(
    admin: APIClient, endpoint: ProxmoxEndpoint, interval: dict[str, Any], field: str
) -> None:
    answer = _patch(admin, endpoint, sync_interval=interval)

    assert answer.status_code == 400
    assert list(answer.json()['sync_interval']) == [field]


@pytest.mark.parametrize(
    ('part', 'field'),
    [
        ({'minute': '61'}, 'minute'),
        ({'hour': 'noon'}, 'hour'),
        ({'minute': '*/0'}, 'minute'),
        ({'timezone': 'Mars/Olympus'}, 'timezone'),
        ({'month_of_year': '2', 'day_of_month': '30'}, '__all__'),
    ],
)
def test_crontabs_that_no_clock_can_follow_are_refused(
    admin: APIClient, endpoint: ProxmoxEndpoint, part: dict[str, str], field: str
) -> None:
    answer = _patch(admin, endpoint, sync_crontab={**NIGHTLY, **part})

    assert answer.status_code == 400
    assert list(answer.json()['sync_crontab']) == [field]


def test_both_kinds_at_once_are_refused(admin: APIClient, endpoint: ProxmoxEndpoint) -> None:
    answer = _patch(admin, endpoint, sync_interval={'every': 5, 'period': 'minutes'}, sync_crontab=NIGHTLY)

    assert answer.status_code == 400
    assert 'not both' in str(answer.json())
