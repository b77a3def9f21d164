"""The last sync of each endpoint, scheduled or not, and the events that were lost."""

from datetime import timedelta

import pytest

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend, a_run, an_endpoint
from tests.schedules.test_due import every_five_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoints() -> list[ProxmoxEndpoint]:
    """Four that were synced well: two by a schedule, two by hand."""
    backend = a_backend()
    schedules = (every_five_minutes(), every_five_minutes(), None, None)
    found = [an_endpoint(backend, name=f'lab {i}', sync_interval=each) for i, each in enumerate(schedules)]
    for endpoint in found:
        a_run(endpoint, 'succeeded')
    return found


def levels() -> list[str]:
    return [finding.level for finding in health.last_syncs()]


def test_all_ended_well(endpoints: list[ProxmoxEndpoint]) -> None:
    an_endpoint(endpoints[0].backend, name='never synced')

    (finding,) = health.last_syncs()

    assert finding.level == 'ok'
    assert finding.summary == '4 endpoints have been synced, and the last sync of each succeeded.'


@pytest.mark.parametrize('name', ['lab', ''])
def test_none_has_been_synced_yet(name: str) -> None:
    if name:
        an_endpoint(name=name)

    (finding,) = health.last_syncs()

    assert (finding.level, finding.summary) == ('ok', 'No enabled endpoint has been synced yet.')


@pytest.mark.parametrize('status', ['failed', 'lost'])
@pytest.mark.parametrize('number', [0, 3])
def test_one_that_fails_is_told_whether_it_has_a_schedule_or_not(
    endpoints: list[ProxmoxEndpoint], number: int, status: str
) -> None:
    a_run(endpoints[number], status)
    a_run(endpoints[number], 'skipped')
    a_run(endpoints[number], 'running')

    (finding,) = health.last_syncs()

    assert (finding.level, finding.summary) == ('warning', 'The last sync of 1 of 4 endpoints failed.')
    assert [timely.summary for timely in health.endpoints()] == [
        '2 endpoints are synced by themselves, and none is overdue.'
    ]


def test_half_of_all_are_an_error(endpoints: list[ProxmoxEndpoint]) -> None:
    for endpoint in endpoints[2:]:
        a_run(endpoint, 'failed')

    assert levels() == ['error']


def test_what_is_degraded_is_told_as_well(endpoints: list[ProxmoxEndpoint]) -> None:
    a_run(endpoints[0], 'failed')
    a_run(endpoints[1], 'degraded')

    assert levels() == ['warning', 'warning']


def test_one_that_recovered_or_was_disabled_is_no_trouble(endpoints: list[ProxmoxEndpoint]) -> None:
    a_run(endpoints[0], 'failed')
    a_run(endpoints[0], 'succeeded')
    a_run(endpoints[1], 'failed')
    ProxmoxEndpoint.objects.filter(pk=endpoints[1].pk).update(enabled=False)

    assert levels() == ['ok']


@pytest.mark.parametrize(('hours', 'level'), [(1, 'warning'), (25, 'ok')])
def test_lost_events_are_told_for_a_day(endpoints: list[ProxmoxEndpoint], hours: int, level: str) -> None:
    a_run(endpoints[0], 'degraded', events='lost', ended_at=clock.database_now() - timedelta(hours=hours))

    (finding,) = health.events()

    assert finding.level == level
