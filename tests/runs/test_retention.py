"""Which runs are kept, and that the others are deleted in portions."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import retention
from tests.builders import a_backend, a_run, an_endpoint


def ended(endpoint: ProxmoxEndpoint, days: Iterable[float], status: str = 'failed', **fields: Any) -> list[SyncRun]:
    """Save ended runs that were asked for so many days ago."""
    now = clock.database_now()
    moments = [now - timedelta(days=day) for day in days]
    return [
        a_run(endpoint, status, requested_at=moment, started_at=moment, ended_at=moment, **fields) for moment in moments
    ]


def left() -> set[SyncRun]:
    return set(SyncRun.objects.all())


@pytest.mark.django_db
class TestWhatIsKept:
    """One purge, on its own."""

    def test_the_newest_of_each_endpoint(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=2, keep_days=30)
        backend = a_backend()
        lab = ended(an_endpoint(backend), [4, 3, 2, 1])
        edge = ended(an_endpoint(backend, name='edge'), [1, 0.5])

        assert retention.delete_old_runs() == 2
        assert left() == {*lab[2:], *edge}

    def test_what_is_young_enough(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=100, keep_days=3)
        old, *young = ended(an_endpoint(), [3.1, 2.9, 1])

        assert retention.delete_old_runs() == 1
        assert left() == set(young)
        assert old not in left()

    def test_all_when_there_are_no_limits(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=0, keep_days=0)
        ended(an_endpoint(), [1000, 999])

        assert retention.delete_old_runs() == 0

    def test_each_limit_holds_without_the_other(self, configure: Callable[..., None]) -> None:
        old = ended(an_endpoint(), [1000, 999, 1])
        configure(keep_runs=2, keep_days=0)
        assert retention.delete_old_runs() == 1
        assert left() == set(old[1:])

        configure(keep_runs=0, keep_days=30)
        assert retention.delete_old_runs() == 1
        assert left() == {old[2]}

    def test_the_last_that_ended_and_the_last_that_wrote(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=1, keep_days=1)
        endpoint = an_endpoint()
        (written,) = ended(endpoint, [9], 'succeeded', result={'nodes': []})
        _, failed = ended(endpoint, [8, 7])
        ended(endpoint, [6, 5], 'skipped')

        retention.delete_old_runs()

        assert left() == {written, failed}

    def test_an_active_run_however_old(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=1, keep_days=1)
        endpoint = an_endpoint()
        active = a_run(endpoint, 'running', requested_at=clock.database_now() - timedelta(days=100))
        newer = ended(endpoint, [2, 0.1])

        retention.delete_old_runs()

        assert left() == {active, newer[1]}

    def test_a_skipped_run_whose_cause_is_deleted_points_to_nothing(self, configure: Callable[..., None]) -> None:
        configure(keep_runs=0, keep_days=5)
        endpoint = an_endpoint()
        (cause,) = ended(endpoint, [6])
        (skipped,) = ended(endpoint, [4], 'skipped', active_run=cause)
        ended(endpoint, [3])

        assert retention.delete_old_runs() == 1

        skipped.refresh_from_db()
        assert skipped.active_run is None


@pytest.mark.django_db
def test_a_portion_costs_the_same_however_many_endpoints_it_is_from(
    configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(keep_runs=1, keep_days=0)
    backend = a_backend()

    def statements_of_a_purge(endpoints: int, batch: int) -> int:
        monkeypatch.setattr(retention, 'BATCH', batch)
        for number in range(endpoints):
            ended(an_endpoint(backend, name=f'{endpoints} {number}'), [3, 2, 1])
        with CaptureQueriesContext(connection) as captured:
            assert retention.delete_old_runs() == 2 * endpoints
        return len(captured)

    one_portion = statements_of_a_purge(1, 100)
    assert statements_of_a_purge(10, 100) == one_portion
    # Each further portion: a savepoint (here, within the test's transaction), its end and four statements.
    assert statements_of_a_purge(11, 11) == one_portion + 6


@pytest.mark.django_db
def test_a_mountain_is_carried_away_in_parts(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    configure(keep_runs=1, keep_days=0)
    monkeypatch.setattr(retention, 'MOST_PER_PURGE', 3)
    runs_of_lab = ended(an_endpoint(), [5, 4, 3, 2, 1])

    assert retention.delete_old_runs() == 3
    assert left() == set(runs_of_lab[3:])
    assert retention.delete_old_runs() == 1


@pytest.mark.usefixtures('committed')
def test_a_run_that_somebody_holds_is_left_for_the_next_time(configure: Callable[..., None]) -> None:
    configure(keep_runs=1, keep_days=0)
    held, old, last = ended(an_endpoint(), [3, 2, 1])

    def purge() -> int:
        try:
            return retention.delete_old_runs()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        SyncRun.objects.select_for_update().get(pk=held.pk)
        assert thread.submit(purge).result(30) == 1
    assert left() == {held, last}
    assert old not in left()
    assert purge() == 1
