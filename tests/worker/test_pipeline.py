"""The chord of one sync: what comes after what, and what happens when a part breaks. With a real Celery worker."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from netbox_proxbox.models import SyncRun
from tests.broker_of_a_test import Corner, corner
from tests.builders import a_run, an_endpoint
from worker import pipeline

STAGES = ('fetch_cluster', 'fetch_nodes', 'reconcile', 'prune', 'fail')
RUN_ID = 17


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
        for name in STAGES:
            # Celery gives the tasks of one application to all others in a process; these are not the real ones.
            self.app.tasks.pop(f'worker.tasks.{name}', None)
            self.app.task(name=f'worker.tasks.{name}', shared=False, ignore_result=not name.startswith('fetch'))(
                self._stage(name)
            )

    def _stage(self, name: str) -> Callable[[int], None]:
        def stage(run_id: int) -> None:
            assert run_id == RUN_ID
            self.calls.append(name)
            if name in self.breaking:
                raise RuntimeError(name)
            if name in ('prune', 'fail'):
                self.is_over.set()

        return stage

    def play(self, *breaking: str) -> list[str]:
        """Run the chord and return the calls in their order."""
        self.calls.clear()
        self.breaking = set(breaking)
        self.is_over.clear()
        pipeline.sync(RUN_ID).apply_async()
        assert self.is_over.wait(30)
        return self.calls


@pytest.fixture(scope='module')
def played() -> Iterator[Played]:
    with corner() as place, pytest.MonkeyPatch.context() as patch:
        played = Played(place)
        patch.setattr(pipeline, 'app', played.app)
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


@pytest.mark.django_db
def test_a_broker_that_does_not_take_it_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Celery('nobody', broker='redis://127.0.0.1:9/0', backend='redis://127.0.0.1:9/0', set_as_current=False)
    nobody.conf.task_publish_retry = False
    nobody.conf.result_backend_transport_options = {'retry_policy': {'max_retries': 1, 'interval_start': 0}}
    monkeypatch.setattr(pipeline, 'app', nobody)
    run = a_run(an_endpoint(), 'running')

    assert not pipeline.start(run.pk)

    assert SyncRun.objects.values_list('status', 'error_code').get() == ('failed', 'publish-failed')
