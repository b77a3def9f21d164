"""A stage is executed once, and ends in words whatever happens."""

from collections.abc import Callable

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from netbox_proxbox.errors import EndpointLoginRefused
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.stages.execution import COMPLETED, IGNORED, StageFailed, finish, stage
from tests.builders import a_run, an_endpoint

pytestmark = pytest.mark.django_db

SECRET = 'hunter2-hunter2'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def raises(error: BaseException) -> Callable[[SyncRun], bool]:
    def work(run: SyncRun) -> bool:
        raise error

    return work


def execute(run_id: int, name: str, work: Callable[[SyncRun], bool]) -> str:
    return stage(name)(work)(run_id)


def finishes(run: SyncRun) -> bool:
    return finish(run.pk, 'fetch-cluster', reading={'name': 'lab'}, requests=1, retries=[])


def test_a_stage_is_noted_from_its_start_to_its_end(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running')

    def work(started: SyncRun) -> bool:
        assert SyncRun.objects.get().stages['fetch-cluster']['state'] == 'running'
        return finishes(started)

    assert execute(run.pk, 'fetch-cluster', work) == COMPLETED
    run.refresh_from_db()
    note = run.stages['fetch-cluster']
    assert (note['state'], note['requests'], note['retries']) == ('done', 1, [])
    assert note['started_at'] < note['ended_at'] == run.last_step_at.isoformat()
    assert (run.status, run.readings) == ('running', {'fetch-cluster': {'name': 'lab'}})


@pytest.mark.parametrize('status', ['queued', 'succeeded', 'degraded', 'failed', 'lost', 'skipped'])
def test_nothing_is_done_for_a_run_that_is_not_running(endpoint: ProxmoxEndpoint, status: str) -> None:
    run = a_run(endpoint, status)

    assert execute(run.pk, 'fetch-cluster', raises(AssertionError())) == IGNORED
    run.refresh_from_db()
    assert (run.status, run.stages) == (status, {})


@pytest.mark.parametrize('state', ['done', 'failed'])
def test_a_late_copy_does_nothing(endpoint: ProxmoxEndpoint, state: str) -> None:
    run = a_run(endpoint, 'running', stages={'fetch-cluster': {'state': state}})

    assert execute(run.pk, 'fetch-cluster', raises(AssertionError())) == IGNORED


def test_a_run_that_is_gone_is_ignored(db: None) -> None:
    assert execute(4711, 'fetch-cluster', raises(AssertionError())) == IGNORED


def test_the_second_of_two_copies_at_once_writes_nothing(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running')

    def work(started: SyncRun) -> bool:
        assert execute(run.pk, 'fetch-cluster', finishes) == COMPLETED
        return finish(run.pk, 'fetch-cluster', reading={'name': 'late'})

    assert execute(run.pk, 'fetch-cluster', work) == IGNORED
    run.refresh_from_db()
    assert run.readings == {'fetch-cluster': {'name': 'lab'}}


def test_the_second_of_two_copies_cannot_fail_the_run_either(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running')

    def work(started: SyncRun) -> bool:
        assert execute(run.pk, 'fetch-cluster', finishes) == COMPLETED
        raise EndpointLoginRefused('lab', 'main')

    assert execute(run.pk, 'fetch-cluster', work) == IGNORED
    run.refresh_from_db()
    assert (run.status, run.error_code, run.stages['fetch-cluster']['state']) == ('running', '', 'done')


def test_an_end_while_a_stage_works_is_final(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running')

    def work(started: SyncRun) -> bool:
        SyncRun.objects.update(status='lost', cause='Swept.')
        return finishes(started)

    assert execute(run.pk, 'fetch-cluster', work) == IGNORED
    run.refresh_from_db()
    assert (run.status, run.cause, run.readings) == ('lost', 'Swept.', {})


@pytest.mark.parametrize(
    ('error', 'code'),
    [
        (EndpointLoginRefused('lab', 'main'), 'endpoint-login-refused'),
        (SoftTimeLimitExceeded(), 'stage-out-of-time'),
        (ValueError(SECRET), 'stage-crashed'),
    ],
)
def test_a_stage_that_fails_ends_the_run(endpoint: ProxmoxEndpoint, error: BaseException, code: str) -> None:
    run = a_run(endpoint, 'running', readings={'fetch-nodes': {}})

    with pytest.raises(StageFailed, match=f'^reconcile: {code}$') as caught:
        execute(run.pk, 'reconcile', raises(error))

    run.refresh_from_db()
    assert (run.status, run.error_code, run.readings) == ('failed', code, {})
    assert run.cause
    assert run.cure
    assert run.stages['reconcile']['state'] == 'failed'
    assert caught.value.__suppress_context__


def test_a_crash_tells_only_its_type(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running')

    with pytest.raises(StageFailed):
        execute(run.pk, 'reconcile', raises(ValueError(SECRET)))

    run.refresh_from_db()
    assert run.cause == 'The stage "reconcile" stopped unexpectedly (ValueError).'
    assert SECRET not in str(vars(run))
