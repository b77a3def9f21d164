"""The chord of one sync: what comes after what, and what happens when a part breaks. With a real Celery worker."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import pipeline
from tests.broker_of_a_test import Corner, corner

pytestmark = pytest.mark.valkey

STAGES = ('fetch_cluster', 'fetch_nodes', 'reconcile', 'prune', 'fail')
TASKS = ('register', *STAGES)
RUN_ID = 17
RUN = SyncRun(pk=RUN_ID, endpoint=ProxmoxEndpoint(name='lab'))
OF_A_SCHEDULE = SyncRun(pk=RUN_ID, endpoint=ProxmoxEndpoint(name='lab'), trigger='schedule')


class Played:
    """An application whose tasks only note that they were called, and break where a test says so."""

    def __init__(self, place: Corner) -> None:
        self.calls: list[str] = []
        self.breaking: set[str] = set()
        self.is_over = Event()
        self.app = Celery('played', broker=place.url, backend=place.url, set_as_current=False)
        self.app.conf.broker_transport_options = {'global_keyprefix': place.prefix}
        self.app.conf.result_backend_transport_options = {'global_keyprefix': place.prefix}
        self.app.conf.task_ignore_result = True
        self.app.finalize()
        for name in TASKS:
            # Celery gives the tasks of one application to all others in a process; these are not the real ones.
            self.app.tasks.pop(f'worker.tasks.{name}', None)
            self.app.task(name=f'worker.tasks.{name}', shared=False)(self._stage(name))

    def _stage(self, name: str) -> Callable[[int], None]:
        def stage(run_id: int) -> None:
            assert run_id == RUN_ID
            self.calls.append(name)
            if name in self.breaking:
                raise RuntimeError(name)
            if name in ('prune', 'fail'):
                self.is_over.set()

        return stage

    def play(self, *breaking: str, run: SyncRun = RUN) -> list[str]:
        """Carry out a run and return the calls in their order."""
        self.calls.clear()
        self.breaking = set(breaking)
        self.is_over.clear()
        pipeline.sync(run).apply_async()
        assert self.is_over.wait(30)
        return self.calls


@pytest.fixture(scope='module')
def played() -> Iterator[Played]:
    with corner() as place, pytest.MonkeyPatch.context() as patch:
        played = Played(place)
        patch.setattr(pipeline, 'producer', lambda: played.app)
        with start_worker(played.app, pool='solo', perform_ping_check=False):
            yield played


def test_both_readings_come_before_the_writing(played: Played) -> None:
    calls = played.play()

    assert sorted(calls[:2]) == ['fetch_cluster', 'fetch_nodes']
    assert calls[2:] == ['reconcile', 'prune']


@pytest.mark.parametrize(
    ('breaking', 'missing'),
    [
        (('fetch_cluster',), {'reconcile', 'prune'}),
        (('fetch_nodes',), {'reconcile', 'prune'}),
        (('fetch_cluster', 'fetch_nodes'), {'reconcile', 'prune'}),
        (('reconcile',), {'prune'}),
        (('prune',), set()),
    ],
)
def test_whatever_breaks_is_told_exactly_once(played: Played, breaking: tuple[str, ...], missing: set[str]) -> None:
    calls = list(played.play(*breaking))

    assert calls.count('fail') == 1
    assert set(calls) == set(STAGES) - missing
    assert 'fail' not in played.play()


def test_a_host_that_its_schedule_reads_is_asked_one_thing_after_the_other(played: Played) -> None:
    assert played.play(run=OF_A_SCHEDULE) == ['fetch_cluster', 'fetch_nodes', 'reconcile', 'prune']


@pytest.mark.parametrize('breaking', ['fetch_cluster', 'fetch_nodes', 'reconcile', 'prune'])
def test_nothing_is_asked_of_it_after_a_failure(played: Played, breaking: str) -> None:
    calls = list(played.play(breaking, run=OF_A_SCHEDULE))

    assert calls == [*STAGES[: STAGES.index(breaking) + 1], 'fail']


def test_a_registration_that_breaks_is_told_as_well(played: Played) -> None:
    played.breaking = {'register'}
    played.is_over.clear()
    played.calls.clear()

    pipeline.register(RUN).apply_async()

    assert played.is_over.wait(30)
    assert played.calls == ['register', 'fail']
