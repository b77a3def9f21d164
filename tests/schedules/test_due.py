"""Which endpoints are due, and the runs that follow from it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import request
from netbox_proxbox.schedules.due import MOST_PER_TICK, claim_due
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_backend, a_run, an_endpoint
from tests.sync.statements import statements_of

HOUR = timedelta(hours=1)


def every_five_minutes() -> IntervalSchedule:
    schedule, _ = IntervalSchedule.objects.get_or_create(every=5, period=IntervalSchedule.MINUTES)
    return schedule


def scheduled(backend: ProxboxBackend | None = None, *, due: timedelta | None = None, **fields: Any) -> ProxmoxEndpoint:
    """Save an endpoint that is synced every five minutes; `due` is how far from now, None for never before."""
    endpoint = an_endpoint(backend, **{'sync_interval': every_five_minutes(), **fields})
    if due is not None:
        ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(next_sync_at=clock.database_now() + due)
    return endpoint


def next_of(endpoint: ProxmoxEndpoint) -> datetime:
    endpoint.refresh_from_db()
    assert endpoint.next_sync_at is not None
    return endpoint.next_sync_at


@pytest.mark.django_db
class TestWhatIsDue:
    """One tick, on its own."""

    def test_an_endpoint_whose_time_has_come(self) -> None:
        endpoint = scheduled(due=-timedelta(seconds=1))

        (run,) = claim_due()

        run.refresh_from_db()
        assert (run.endpoint, run.status, run.trigger, run.user) == (endpoint, 'queued', 'schedule', None)
        assert timedelta(0) < next_of(endpoint) - clock.database_now() <= timedelta(minutes=5)

    def test_an_endpoint_that_never_ran(self) -> None:
        scheduled()

        assert len(claim_due()) == 1

    def test_not_before_its_time(self) -> None:
        scheduled(due=timedelta(seconds=10))

        assert claim_due() == []

    def test_missed_time_makes_no_backlog(self) -> None:
        endpoint = scheduled(due=-timedelta(days=3))

        assert len(claim_due()) == 1
        assert next_of(endpoint) > clock.database_now()
        assert claim_due() == []

    def test_an_endpoint_without_a_schedule_never(self) -> None:
        an_endpoint()

        assert claim_due() == []

    @pytest.mark.parametrize('fields', [{'enabled': False}, {'sync_interval': None}])
    def test_an_endpoint_that_does_not_run_by_itself(self, fields: dict[str, Any]) -> None:
        scheduled(**fields)

        assert claim_due() == []

    @pytest.mark.parametrize(
        ('fields', 'is_ticked'),
        [
            ({'is_paused': True}, False),
            ({'enabled': False}, False),
            ({'paused_until': HOUR}, False),
            ({'paused_until': -HOUR}, True),
            ({}, True),
        ],
    )
    def test_a_backend_that_rests_is_left_alone(self, fields: dict[str, Any], is_ticked: bool) -> None:
        scheduled()
        if 'paused_until' in fields:
            fields = {'paused_until': clock.database_now() + fields['paused_until']}
        if fields:
            ProxboxBackend.objects.update(**fields)

        assert len(claim_due()) == is_ticked

    def test_a_run_that_is_due_while_another_is_active_is_skipped_and_says_so(self) -> None:
        endpoint = scheduled(due=-timedelta(seconds=1))
        active = a_run(endpoint, 'running')

        assert claim_due() == []

        skipped = SyncRun.objects.get(status='skipped')
        assert (skipped.active_run, skipped.trigger) == (active, 'schedule')
        assert next_of(endpoint) > clock.database_now()

    def test_a_changed_schedule_counts_at_the_next_tick(self) -> None:
        endpoint = scheduled(due=timedelta(days=1))
        endpoint = ProxmoxEndpoint.objects.get(pk=endpoint.pk)
        endpoint.sync_interval, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.HOURS)
        endpoint.save()

        assert len(claim_due()) == 1

    def test_an_endpoint_that_is_enabled_again_counts_at_the_next_tick(self) -> None:
        scheduled(due=timedelta(days=1), enabled=False)
        endpoint = ProxmoxEndpoint.objects.get()
        endpoint.enabled = True
        endpoint.save()

        assert len(claim_due()) == 1

    def test_any_other_edit_leaves_the_time_alone(self) -> None:
        scheduled(due=timedelta(minutes=2))
        endpoint = ProxmoxEndpoint.objects.get()
        before = next_of(endpoint)
        endpoint.description = 'Edited'
        endpoint.save()

        assert next_of(endpoint) == before

    def test_a_new_crontab_waits_for_its_first_time(self) -> None:
        crontab = CrontabSchedule.objects.create(minute='30', hour='2', timezone='Europe/Berlin')
        endpoint = scheduled(sync_interval=None, sync_crontab=crontab)

        assert claim_due() == []
        assert next_of(endpoint).astimezone(UTC).minute == 30

        ProxmoxEndpoint.objects.update(next_sync_at=clock.database_now())
        assert len(claim_due()) == 1

    def test_a_crontab_that_no_clock_can_follow_does_not_stop_others(self) -> None:
        broken = CrontabSchedule.objects.create(minute='0', hour='0', day_of_month='31', month_of_year='2')
        backend = a_backend()
        scheduled(backend, name='broken', sync_interval=None, sync_crontab=broken, due=-HOUR)
        fine = scheduled(backend, name='fine', due=-timedelta(seconds=1))

        assert fine in [run.endpoint for run in claim_due()]

    def test_the_longest_overdue_come_first_when_there_are_too_many(self) -> None:
        backend = a_backend()
        endpoints = ProxmoxEndpoint.objects.bulk_create(
            ProxmoxEndpoint(name=f'e{i}', backend=backend, ip_address='192.0.2.1', sync_interval=every_five_minutes())
            for i in range(MOST_PER_TICK + 5)
        )
        now = clock.database_now()
        for i, endpoint in enumerate(endpoints):
            endpoint.next_sync_at = now - timedelta(minutes=i)
        ProxmoxEndpoint.objects.bulk_update(endpoints, ['next_sync_at'])

        first = claim_due()

        assert len(first) == MOST_PER_TICK
        assert {run.endpoint.name for run in first}.isdisjoint({f'e{i}' for i in range(5)})
        assert {run.endpoint.name for run in claim_due()} == {f'e{i}' for i in range(5)}


@pytest.mark.usefixtures('committed')
def test_two_ticks_at_once_start_each_endpoint_once() -> None:
    # Once a day: the next time of none of them comes between two ticks.
    backend, daily = a_backend(), interval_row(1, 'days')
    for number in range(20):
        scheduled(backend, name=f'lab {number}', due=-HOUR, sync_interval=daily)
    together = Barrier(4)

    def tick(_: int) -> int:
        try:
            together.wait(30)
            return len(claim_due())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        started = sum(threads.map(tick, range(4)))

    assert started == 20
    assert SyncRun.objects.count() == 20


@pytest.mark.usefixtures('committed')
def test_an_endpoint_that_is_being_written_waits_for_the_next_tick() -> None:
    endpoint = scheduled(due=-HOUR)

    def tick() -> int:
        try:
            return len(claim_due())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        ProxmoxEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        assert thread.submit(tick).result(30) == 0

    assert len(claim_due()) == 1


@pytest.mark.usefixtures('committed')
def test_an_error_takes_all_of_a_tick_back(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = a_backend()
    endpoints = [scheduled(backend, name=f'lab {number}', due=-HOUR) for number in range(2)]
    before = [next_of(endpoint) for endpoint in endpoints]
    insert_due = request.insert_due

    def insert_and_fail(endpoints: Sequence[ProxmoxEndpoint], trigger: str) -> list[SyncRun]:
        assert len(insert_due(endpoints, trigger)) == 2
        raise ConnectionError

    monkeypatch.setattr(request, 'insert_due', insert_and_fail)

    with pytest.raises(ConnectionError):
        claim_due()
    assert not SyncRun.objects.exists()
    assert [next_of(endpoint) for endpoint in endpoints] == before


@pytest.mark.usefixtures('committed')
def test_a_tick_costs_the_same_however_many_are_due() -> None:
    backend = a_backend()
    assert len(statements_of(claim_due)) == 3

    daily = interval_row(1, 'days')
    for count in (3, 40):
        for number in range(count):
            scheduled(backend, name=f'lab {count} {number}', due=-HOUR, sync_interval=daily)
        assert len(statements_of(claim_due)) == 6
        assert SyncRun.objects.filter(status='queued').count() == count
        SyncRun.objects.update(status='succeeded')

    ProxmoxEndpoint.objects.update(next_sync_at=clock.database_now())
    SyncRun.objects.filter(endpoint__name__startswith='lab 3').update(status='running')
    assert len(statements_of(claim_due)) == 8
    assert SyncRun.objects.filter(status='skipped').count() == 3
