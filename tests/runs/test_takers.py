"""Several processes take runs at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.take import take
from tests.builders import a_backend, a_run, an_endpoint

TAKERS = 8


def taken_at_once() -> list[SyncRun]:
    """Let many take at once and return what they got, one after the other."""
    at_once = Barrier(TAKERS)

    def taken(_: int) -> list[SyncRun]:
        try:
            at_once.wait(30)
            return take()
        finally:
            connection.close()

    with ThreadPoolExecutor(TAKERS) as pool:
        return [run for found in pool.map(taken, range(TAKERS)) for run in found]


@pytest.mark.usefixtures('committed')
def test_each_run_is_taken_by_one() -> None:
    backends = [a_backend(name=f'backend {i}') for i in range(10)]
    queued = [a_run(an_endpoint(backend, name=f'at {backend}')) for backend in backends]

    assert sorted(run.pk for run in taken_at_once()) == [run.pk for run in queued]
    assert set(SyncRun.objects.values_list('publish_count', flat=True)) == {1}


@pytest.mark.usefixtures('committed')
def test_they_take_no_more_room_than_there_is() -> None:
    backend = a_backend(max_concurrent=2)
    queued = [a_run(an_endpoint(backend, name=f'lab {i}')) for i in range(8)]

    assert [run.pk for run in taken_at_once()] == [run.pk for run in queued[:2]]
    assert SyncRun.objects.filter(status='running').count() == 2
