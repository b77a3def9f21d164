"""Hundreds of endpoints at one backend: what is out at once is bounded, and nothing is lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import locks as run_locks
from netbox_proxbox.runs.end import end
from netbox_proxbox.runs.take import take
from netbox_proxbox.schedules.due import MOST_PER_TICK, claim_due
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_backend

pytestmark = pytest.mark.django_db

MOST_AT_ONCE = 2
A_WEEK_AGO = -timedelta(days=7)


def add_endpoints(backend: ProxboxBackend, number: int) -> None:
    every_five_minutes = interval_row(5, 'minutes')
    ProxmoxEndpoint.objects.bulk_create(
        ProxmoxEndpoint(
            name=f'{backend} {i}', backend=backend, ip_address='192.0.2.1', sync_interval=every_five_minutes
        )
        for i in range(number)
    )
    ProxmoxEndpoint.objects.update(next_sync_at=Now() + A_WEEK_AGO)


def running() -> Counter[str]:
    return Counter(SyncRun.objects.filter(status='running').values_list('endpoint__backend__name', flat=True))


def end_one() -> SyncRun:
    """End the run that began first, as a worker does, and take what has found room."""
    run = run_locks.lock(SyncRun.objects.filter(status='running').earliest('pk').pk)
    assert run is not None
    end(run, 'succeeded')
    take()
    return run


def test_what_is_due_is_read_two_at_a_time_until_all_is_read() -> None:
    add_endpoints(a_backend(max_concurrent=MOST_AT_ONCE), 40)
    started = claim_due()
    take()

    most, ended = running()['main'], []
    while running():
        ended.append(end_one().endpoint_id)
        most = max(most, running()['main'])
    assert most == MOST_AT_ONCE
    assert len(set(ended)) == len(ended) == len(started) == 40
    assert not SyncRun.objects.filter(status__in=SyncStatusChoices.ACTIVE).exists()


def test_twice_as_many_as_one_tick_takes_need_two_ticks() -> None:
    add_endpoints(a_backend(), 2 * MOST_PER_TICK)

    assert [len(claim_due()) for _ in range(2)] == [MOST_PER_TICK] * 2
    assert ProxmoxEndpoint.objects.filter(sync_runs__status='queued').count() == 2 * MOST_PER_TICK


def test_a_week_of_missed_time_is_one_run_each() -> None:
    add_endpoints(a_backend(), MOST_PER_TICK)
    started = clock.database_now()

    claimed = {run.endpoint_id for run in claim_due()}

    # Of the times that come next, which are spread, the first comes soon.
    assert len(claimed) == MOST_PER_TICK == SyncRun.objects.count()
    assert not ProxmoxEndpoint.objects.filter(next_sync_at__lte=started).exists()


def test_starts_are_spread_over_the_interval() -> None:
    add_endpoints(a_backend(), MOST_PER_TICK)
    claim_due()
    minutes = Counter(moment.minute for moment in ProxmoxEndpoint.objects.values_list('next_sync_at', flat=True))

    assert max(minutes.values()) < MOST_PER_TICK / 2


def test_a_backend_that_hangs_does_not_hold_the_endpoints_of_another() -> None:
    hanging, fine = a_backend(name='hanging', max_concurrent=MOST_AT_ONCE), a_backend(name='fine')
    add_endpoints(hanging, 20)
    add_endpoints(fine, 2)
    claim_due()
    take()

    assert running() == {'hanging': MOST_AT_ONCE, 'fine': 2}


def test_a_run_that_hangs_leaves_one_skipped_run_for_each_time_that_comes() -> None:
    add_endpoints(a_backend(), 1)
    (hanging,) = claim_due()
    assert take() == [hanging]
    for _ in range(3):
        ProxmoxEndpoint.objects.update(next_sync_at=Now())
        assert claim_due() == []

    skipped = SyncRun.objects.filter(status='skipped')
    assert [run.active_run for run in skipped] == [hanging] * 3
