"""An endpoint is overdue when it should run by itself and was not read by its deadline."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django_celery_beat.models import CrontabSchedule

from netbox_proxbox.database import clock
from netbox_proxbox.filtersets import ProxmoxEndpointFilterSet
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.due import claim_due
from netbox_proxbox.schedules.overdue import is_overdue, overdue_condition, overdue_endpoints
from netbox_proxbox.schedules.rows import interval_row
from netbox_proxbox.sync.writing import write_reading
from tests.builders import a_backend, a_run, an_endpoint, rows_of
from tests.readings import cluster_of, metrics_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
GRACE = timedelta(seconds=120)
HOUR = timedelta(hours=1)


def scheduled(**fields: Any) -> ProxmoxEndpoint:
    return an_endpoint(**{'sync_interval': interval_row(5, 'minutes'), **fields})


def note(**notes: Any) -> None:
    """Write the worker's notes on every endpoint; a timedelta is how far from now."""
    ProxmoxEndpoint.objects.update(
        **{name: Now() + value if isinstance(value, timedelta) else value for name, value in notes.items()}
    )


def read(endpoint: ProxmoxEndpoint, *, with_metrics: bool = True) -> None:
    metrics = metrics_of('pve1') if with_metrics else None
    write_reading(rows_of(endpoint), cluster_of('pve1'), metrics, read_at=clock.database_now(), run_id=1)


def deadline_of(endpoint: ProxmoxEndpoint) -> datetime | None:
    endpoint.refresh_from_db()
    return endpoint.overdue_at


def is_about(moment: datetime | None, expected: datetime) -> bool:
    return moment is not None and abs(moment - expected) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ('fields', 'backend_fields', 'deadline', 'expected'),
    [
        ({}, {}, -SECOND, True),
        ({}, {}, HOUR, False),
        ({}, {}, None, False),
        ({'enabled': False}, {}, -SECOND, False),
        ({'sync_interval': None}, {}, -SECOND, False),
        ({}, {'enabled': False}, -SECOND, False),
        ({}, {'is_paused': True}, -SECOND, True),
    ],
)
def test_what_is_overdue(
    fields: dict[str, Any], backend_fields: dict[str, Any], deadline: timedelta | None, expected: bool
) -> None:
    endpoint = scheduled(**fields)
    ProxboxBackend.objects.update(**backend_fields or {'description': ''})
    note(overdue_at=deadline)

    assert is_overdue(endpoint) is expected
    assert overdue_endpoints().exists() is expected
    annotated = ProxmoxEndpoint.objects.annotate(is_overdue=overdue_condition())
    assert annotated.get().is_overdue is expected
    for asked in (True, False):
        found = ProxmoxEndpointFilterSet({'overdue': str(asked).lower()}, ProxmoxEndpoint.objects.all())
        assert found.is_valid()
        assert found.qs.exists() is (asked is expected)


def test_a_word_that_is_neither_true_nor_false_is_refused() -> None:
    assert not ProxmoxEndpointFilterSet({'overdue': 'perhaps'}, ProxmoxEndpoint.objects.all()).is_valid()


def test_a_new_schedule_wants_a_reading_at_once() -> None:
    assert is_about(deadline_of(scheduled()), clock.database_now() + GRACE)


def test_the_deadline_is_there_as_soon_as_the_endpoint_is_saved() -> None:
    assert isinstance(scheduled().overdue_at, datetime)


def test_without_a_schedule_there_is_no_deadline() -> None:
    endpoint = an_endpoint()
    read(endpoint)

    assert deadline_of(endpoint) is None


def change_interval(endpoint: ProxmoxEndpoint) -> None:
    endpoint.sync_interval = interval_row(1, 'hours')


def change_to_crontab(endpoint: ProxmoxEndpoint) -> None:
    endpoint.sync_interval, endpoint.sync_crontab = None, CrontabSchedule.objects.create(minute='0')


@pytest.mark.parametrize('change', [change_interval, change_to_crontab])
@pytest.mark.parametrize('update_fields', [None, ['sync_interval', 'sync_crontab']])
def test_a_changed_schedule_starts_the_deadline_anew(
    change: Callable[[ProxmoxEndpoint], None], update_fields: list[str] | None
) -> None:
    scheduled()
    note(overdue_at=-HOUR, next_sync_at=HOUR)
    endpoint = ProxmoxEndpoint.objects.get()
    change(endpoint)
    endpoint.save(update_fields=update_fields)

    assert is_about(deadline_of(endpoint), clock.database_now() + GRACE)
    assert endpoint.next_sync_at is None


def test_a_removed_schedule_removes_the_deadline() -> None:
    scheduled()
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.sync_interval = None
    endpoint.save()

    assert deadline_of(endpoint) is None


def test_any_other_edit_leaves_the_deadline_alone() -> None:
    scheduled()
    note(overdue_at=-HOUR)
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.description = 'Edited'
    endpoint.save()

    assert is_overdue(endpoint)


@pytest.mark.parametrize('with_metrics', [True, False])
def test_a_reading_moves_the_deadline_behind_the_next_time(with_metrics: bool) -> None:
    endpoint = scheduled()
    note(overdue_at=-HOUR, next_sync_at=HOUR)
    read(endpoint, with_metrics=with_metrics)

    assert is_about(deadline_of(endpoint), clock.database_now() + HOUR + GRACE)


def test_a_reading_at_hand_grants_no_more_than_the_grace_while_nobody_ticks() -> None:
    endpoint = scheduled()
    note(overdue_at=-HOUR, next_sync_at=-HOUR)
    read(endpoint)

    assert is_about(deadline_of(endpoint), clock.database_now() + GRACE)


def test_syncs_that_fail_leave_the_deadline_alone() -> None:
    endpoint = scheduled()
    note(overdue_at=-SECOND, next_sync_at=-SECOND)

    assert len(claim_due()) == 1
    assert is_overdue(endpoint)


def test_an_endpoint_of_an_earlier_release_gets_its_deadline_at_the_next_tick() -> None:
    endpoint = scheduled()
    note(overdue_at=None, next_sync_at=-SECOND)
    claim_due()
    deadline = deadline_of(endpoint)

    assert endpoint.next_sync_at is not None
    assert deadline == endpoint.next_sync_at + GRACE


def test_a_new_crontab_is_not_late_before_its_first_time() -> None:
    night = CrontabSchedule.objects.create(minute='0', hour='2', day_of_month='1', month_of_year='1')
    endpoint = scheduled(sync_interval=None, sync_crontab=night)

    assert claim_due() == []
    deadline = deadline_of(endpoint)

    assert endpoint.next_sync_at is not None
    assert deadline == endpoint.next_sync_at + GRACE


def test_a_run_that_is_skipped_is_no_reading() -> None:
    endpoint = scheduled()
    a_run(endpoint, 'running')
    note(overdue_at=-SECOND, next_sync_at=-SECOND)
    claim_due()

    assert is_overdue(endpoint)


def test_the_grace_is_a_setting(configure: Callable[..., None]) -> None:
    configure(overdue_grace=3600)

    assert is_about(deadline_of(scheduled()), clock.database_now() + HOUR)


def test_one_statement_finds_all(django_assert_num_queries: Any) -> None:
    backend = a_backend()
    for number in range(3):
        an_endpoint(backend, name=f'lab {number}', sync_interval=interval_row(5, 'minutes'))
    note(overdue_at=-SECOND)

    with django_assert_num_queries(1):
        assert len(overdue_endpoints()) == 3
