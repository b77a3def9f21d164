"""Which saves count as another schedule: those that write one. It then holds from the next tick on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import an_endpoint

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(minutes=5)


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    """An endpoint that is due soon."""
    an_endpoint(sync_interval=interval_row(5, 'minutes'))
    ProxmoxEndpoint.objects.update(next_sync_at=SOON, overdue_at=SOON)
    return ProxmoxEndpoint.objects.get()


def notes() -> tuple[Any, Any]:
    """Return when the endpoint is due and when overdue, as stored."""
    return ProxmoxEndpoint.objects.values_list('next_sync_at', 'overdue_at').get()


def change(endpoint: ProxmoxEndpoint) -> None:
    endpoint.sync_interval = interval_row(1, 'hours')


def disable(endpoint: ProxmoxEndpoint) -> None:
    endpoint.enabled = False


@pytest.mark.parametrize('edit', [change, disable])
def test_a_schedule_that_is_not_saved_yet_changes_nothing(
    endpoint: ProxmoxEndpoint, edit: Callable[[ProxmoxEndpoint], None]
) -> None:
    edit(endpoint)
    endpoint.save(update_fields=['description'])
    assert notes() == (SOON, SOON)

    endpoint.save()
    assert notes()[0] is None
    assert notes()[1] != SOON


def test_a_schedule_that_somebody_else_changed_is_no_edit(endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(sync_interval=interval_row(1, 'hours'))
    endpoint.refresh_from_db()
    endpoint.description = 'rack 7'
    endpoint.save()
    assert notes() == (SOON, SOON)


def test_a_schedule_that_was_loaded_later_is_no_edit(endpoint: ProxmoxEndpoint) -> None:
    deferred = ProxmoxEndpoint.objects.only('description').get()
    assert deferred.enabled
    assert deferred.sync_interval
    deferred.save()
    assert notes() == (SOON, SOON)


def test_a_schedule_that_was_never_loaded_can_be_changed() -> None:
    an_endpoint(sync_interval=interval_row(5, 'minutes'))
    ProxmoxEndpoint.objects.update(next_sync_at=SOON, overdue_at=SOON)
    deferred = ProxmoxEndpoint.objects.defer('sync_interval').get()
    change(deferred)
    deferred.save()
    assert notes()[0] is None


def test_a_schedule_is_an_edit_only_once(endpoint: ProxmoxEndpoint) -> None:
    change(endpoint)
    endpoint.save()
    ProxmoxEndpoint.objects.update(next_sync_at=SOON, overdue_at=SOON)
    endpoint.save()
    assert notes() == (SOON, SOON)
