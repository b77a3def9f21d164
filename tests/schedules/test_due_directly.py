"""Which endpoints that are read directly are due, and overdue."""

from datetime import timedelta
from typing import Any

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.due import claim_due
from netbox_proxbox.schedules.overdue import is_overdue, overdue_endpoints
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_direct_endpoint, an_endpoint

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def scheduled(**notes: Any) -> ProxmoxEndpoint:
    """Save an endpoint that is due; a timedelta is how far from now."""
    endpoint = a_direct_endpoint(sync_interval=interval_row(5, 'minutes'))
    now = clock.database_now()
    times = {name: now + value if isinstance(value, timedelta) else value for name, value in notes.items()}
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**{'next_sync_at': now, **times})
    return endpoint


def test_an_endpoint_without_a_backend_is_due() -> None:
    endpoint = scheduled()

    assert [run.endpoint for run in claim_due()] == [endpoint]


@pytest.mark.parametrize(('left', 'is_due'), [(HOUR, False), (-HOUR, True), (None, True)])
def test_a_host_that_backs_off_is_not(left: timedelta | None, is_due: bool) -> None:
    scheduled(failures=3, paused_until=left)

    assert bool(claim_due()) is is_due


def test_a_back_off_of_a_host_counts_only_while_it_is_read_directly() -> None:
    through = an_endpoint(sync_interval=interval_row(5, 'minutes'))
    ProxmoxEndpoint.objects.filter(pk=through.pk).update(paused_until=clock.database_now() + HOUR)

    assert [run.endpoint for run in claim_due()] == [through]


@pytest.mark.parametrize(('overdue_at', 'expected'), [(-HOUR, True), (HOUR, False), (None, False)])
def test_it_is_overdue_like_any_other(overdue_at: timedelta | None, expected: bool) -> None:
    endpoint = scheduled(overdue_at=overdue_at)

    assert is_overdue(endpoint) is expected
    assert list(overdue_endpoints()) == ([endpoint] if expected else [])


def test_a_host_that_backs_off_becomes_overdue_all_the_same() -> None:
    assert is_overdue(scheduled(failures=9, paused_until=HOUR, overdue_at=-HOUR))
