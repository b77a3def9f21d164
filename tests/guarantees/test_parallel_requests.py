"""Twenty requests and two beats at the same moment, fifty times: one active run at each moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django_celery_beat.models import IntervalSchedule

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import request
from netbox_proxbox.schedules import due as scheduling
from tests.builders import an_endpoint

pytestmark = pytest.mark.usefixtures('committed')

ROUNDS, REQUESTS, BEATS = 50, 20, 2


@pytest.fixture
def _nobody_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what is queued in the queue."""
    monkeypatch.setattr(request, 'start_queued', lambda: [])


@pytest.fixture
def together() -> Iterator[Callable[[], list[set[int]]]]:
    """Executes all requests and ticks at the same moment, each on a connection of its own; returns their runs."""
    barrier = Barrier(REQUESTS + BEATS)

    def act(number: int) -> set[int]:
        barrier.wait(30)
        if number < BEATS:
            return {run.pk for run in scheduling.claim_due()}
        return {request.request_sync(ProxmoxEndpoint.objects.get(), trigger='api').pk}

    def leave(_: int) -> None:
        barrier.wait(30)
        connection.close()

    with ThreadPoolExecutor(REQUESTS + BEATS) as threads:
        yield lambda: list(threads.map(act, range(REQUESTS + BEATS)))
        barrier.reset()
        list(threads.map(leave, range(REQUESTS + BEATS)))


def overlapping() -> int:
    """How many pairs of runs were active at the same moment."""
    tried = SyncRun.objects.exclude(status='skipped')
    earlier = tried.filter(pk__lt=OuterRef('pk'), endpoint=OuterRef('endpoint'), ended_at__gt=OuterRef('requested_at'))
    return tried.filter(Exists(earlier)).count()


@pytest.mark.usefixtures('_nobody_starts')
def test_one_run_is_active_at_each_moment(together: Callable[[], list[set[int]]]) -> None:
    interval = IntervalSchedule.objects.create(every=5, period='minutes')
    endpoint = an_endpoint(sync_interval=interval)
    for _ in range(ROUNDS):
        ProxmoxEndpoint.objects.update(next_sync_at=Now())
        answered = set().union(*together())
        active = request.active_run(endpoint.pk)
        assert active is not None
        assert answered == {active.pk}
        SyncRun.objects.filter(pk=active.pk).update(status='succeeded', ended_at=Now())

    started = SyncRun.objects.exclude(status='skipped')
    assert started.count() == ROUNDS
    assert overlapping() == 0
