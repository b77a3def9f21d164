"""All findings together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend, a_direct_endpoint, an_endpoint
from tests.schedules.test_due import every_five_minutes

pytestmark = pytest.mark.django_db


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        health.findings()
    return len(captured)


def test_the_number_of_queries_does_not_depend_on_how_much_there_is() -> None:
    backend = a_backend()
    an_endpoint(backend, sync_interval=every_five_minutes())
    few = queries()
    ProxmoxEndpoint.objects.bulk_create(
        ProxmoxEndpoint(name=f'e{i}', backend=backend, ip_address='192.0.2.1', sync_interval=every_five_minutes())
        for i in range(400)
    )
    a_backend(name='second')

    assert queries() == few <= 15


def test_every_problem_has_a_cure_and_every_finding_a_subject() -> None:
    for finding in health.findings():
        assert finding.subject
        assert finding.summary
        assert bool(finding.cure) == (finding.level != 'ok'), finding


def test_somebody_is_missed_only_while_there_is_neither_a_backend_nor_a_direct_endpoint() -> None:
    section = {section.key: section for section in health.sections()}['backends']
    assert [finding.summary for finding in section.findings] == ['Nothing is there to be read yet.']

    a_direct_endpoint()

    section = {section.key: section for section in health.sections()}['backends']
    assert [finding.summary for finding in section.findings] == ['1 endpoint is read directly.']


def test_nothing_is_scheduled() -> None:
    an_endpoint()

    (finding,) = health.endpoints()

    assert (finding.level, finding.summary) == ('warning', 'No endpoint is synced by itself.')


@pytest.mark.parametrize(('late', 'level'), [(0, 'ok'), (1, 'warning'), (2, 'error')])
def test_overdue_endpoints_are_counted_and_not_named(late: int, level: str) -> None:
    backend = a_backend()
    endpoints = [an_endpoint(backend, name=f'lab {i}', sync_interval=every_five_minutes()) for i in range(4)]
    past = clock.database_now() - timedelta(minutes=7)
    ProxmoxEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in endpoints[:late]]).update(overdue_at=past)

    (finding,) = health.endpoints()

    assert finding.level == level
    assert 'lab' not in finding.summary
    assert ('overdue for 7m' in finding.summary) == (late > 0)
