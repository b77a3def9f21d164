"""Several processes look for waiting runs at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from netbox_proxbox.models import SyncRun
from netbox_proxbox.sync.capacity import take_waiting
from tests.builders import a_backend, a_run, an_endpoint


@pytest.mark.usefixtures('committed')
def test_takers_at_once_take_different_runs() -> None:
    backends = [a_backend(name=f'backend {i}') for i in range(10)]
    waiting = [a_run(an_endpoint(backend, name=f'at {backend}'), is_waiting=True) for backend in backends]
    takers = 4
    at_once = Barrier(takers)

    def take() -> list[SyncRun]:
        try:
            at_once.wait(30)
            return take_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(takers) as pool:
        taken = [run for future in [pool.submit(take) for _ in range(takers)] for run in future.result()]

    assert sorted(run.pk for run in taken) == [run.pk for run in waiting]
    assert set(SyncRun.objects.values_list('sends', flat=True)) == {1}
