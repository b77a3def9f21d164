"""Runs that nobody works on any more get another start or an end; all others are left alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import locks as run_locks
from netbox_proxbox.runs.sweep import claim_stalled, end_lost_runs
from tests.builders import a_run, an_endpoint
from tests.guarantees.locks import somebody_waits_for_a_lock
from tests.integration.waiting import wait_for

HARD_LIMIT = timedelta(seconds=120)
LONG_AGO = timedelta(seconds=151)
JUST_NOW = timedelta(seconds=149)
MESSAGES_ARE_THERE = timedelta(seconds=6)
MAY_BE_ON_THEIR_WAY = timedelta(seconds=4)


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def aged(
    run: SyncRun,
    age: timedelta,
    *,
    executes: str | None = None,
    since: timedelta | None = None,
    now: datetime | None = None,
) -> SyncRun:
    """Make a run's last step that old, with a stage that has been executing since then, if any."""
    now = now or clock.database_now()
    stages = dict(run.stages)
    if executes:
        stages[executes] = {'state': 'running', 'started_at': (now - (since or age)).isoformat()}
    SyncRun.objects.filter(pk=run.pk).update(last_step_at=now - age, stages=stages)
    run.refresh_from_db()
    return run


def swept(as_of: datetime | None = None) -> int:
    return end_lost_runs(as_of or clock.database_now(), HARD_LIMIT)


def status_of(run: SyncRun) -> str:
    run.refresh_from_db()
    return run.status


def test_a_run_whose_messages_vanished_is_published_again(endpoint: ProxmoxEndpoint) -> None:
    run = aged(a_run(endpoint, 'running', publish_count=1), MESSAGES_ARE_THERE)

    assert claim_stalled(clock.database_now()) == [run]
    assert swept() == 0


def test_messages_that_were_published_just_before_the_sweep_may_be_behind_it(endpoint: ProxmoxEndpoint) -> None:
    now = clock.database_now()
    aged(a_run(endpoint, 'running', publish_count=1), MAY_BE_ON_THEIR_WAY, now=now)

    assert claim_stalled(now) == []


@pytest.mark.parametrize(
    ('stages', 'again'),
    [
        ({}, True),
        ({'register': {'state': 'done'}}, True),
        ({'register': {'state': 'running', 'started_at': '2026-04-01T00:00:00+00:00'}}, False),
        ({'fetch-nodes': {'state': 'running', 'started_at': '2026-04-01T00:00:00+00:00'}}, False),
        ({'register': {'state': 'done'}, 'fetch-cluster': {'state': 'done'}}, True),
        ({'fetch-cluster': {'state': 'done'}, 'fetch-nodes': {'state': 'failed'}}, True),
        ({'fetch-cluster': {'state': 'done'}, 'reconcile': {'state': 'done'}}, True),
    ],
)
def test_what_executes_is_not_published_again(endpoint: ProxmoxEndpoint, stages: dict[str, Any], again: bool) -> None:
    run = aged(a_run(endpoint, 'running', publish_count=1, stages=stages), MESSAGES_ARE_THERE)

    assert claim_stalled(clock.database_now()) == ([run] if again else [])


@pytest.mark.parametrize('published', [1, 2])
def test_three_times_are_tried_in_all(endpoint: ProxmoxEndpoint, published: int) -> None:
    run = aged(a_run(endpoint, 'running', publish_count=published), LONG_AGO)
    as_of = clock.database_now()

    assert claim_stalled(as_of) == [run]
    assert swept(as_of) == 0

    run.refresh_from_db()
    assert run.publish_count == published + 1
    assert run.last_step_at > as_of


@pytest.mark.usefixtures('committed')
def test_a_run_that_a_worker_begins_at_that_moment_is_not_published_again() -> None:
    run = aged(a_run(an_endpoint(), 'running', publish_count=1), MESSAGES_ARE_THERE)
    as_of = clock.database_now()

    def sweep_elsewhere() -> list[SyncRun]:
        try:
            return claim_stalled(as_of)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            run_locks.lock(run.pk)
            SyncRun.objects.update(stages={'fetch-cluster': {'state': 'running'}})
            sweeping = thread.submit(sweep_elsewhere)
            wait_for(lambda: sweeping.done() or somebody_waits_for_a_lock(), every=0.05)
        assert sweeping.result(30) == []

    run.refresh_from_db()
    assert (run.status, run.publish_count) == ('running', 1)


def test_after_the_third_it_is_lost(endpoint: ProxmoxEndpoint) -> None:
    now = clock.database_now()
    run = aged(a_run(endpoint, 'running', publish_count=3), JUST_NOW, now=now)
    assert claim_stalled(now) == []
    assert swept(now) == 0

    aged(run, LONG_AGO)
    assert swept() == 1

    assert status_of(run) == 'lost'
    assert (run.error_code, run.ended_at is not None) == ('run-lost', True)
    assert 'its last committed stage: none.' in run.cause
    assert run.cure


def test_a_silent_run_is_lost_and_says_how_far_it_came(endpoint: ProxmoxEndpoint) -> None:
    stages = {'register': {'state': 'done'}, 'fetch-cluster': {'state': 'done'}}
    run = aged(a_run(endpoint, 'running', publish_count=3, stages=stages, readings={'fetch-cluster': {}}), LONG_AGO)

    assert swept() == 1

    assert status_of(run) == 'lost'
    assert 'its last committed stage: fetch-cluster.' in run.cause
    assert run.readings == {}


@pytest.mark.parametrize(
    ('last_step', 'since', 'expected'),
    [
        (JUST_NOW, None, 'running'),
        (LONG_AGO, JUST_NOW, 'running'),
        (LONG_AGO, LONG_AGO, 'lost'),
        (JUST_NOW, LONG_AGO, 'running'),
    ],
)
def test_who_was_heard_of_within_the_limit_is_alive(
    endpoint: ProxmoxEndpoint, last_step: timedelta, since: timedelta | None, expected: str
) -> None:
    run, now = a_run(endpoint, 'running', publish_count=3), clock.database_now()
    aged(run, last_step, executes='prune' if since else None, since=since, now=now)

    assert swept(now) == (expected == 'lost')
    assert status_of(run) == expected


def test_time_counts_up_to_when_the_sweep_was_sent(endpoint: ProxmoxEndpoint) -> None:
    run = aged(a_run(endpoint, 'running', publish_count=3), LONG_AGO)

    assert swept(clock.database_now() - timedelta(minutes=10)) == 0
    assert status_of(run) == 'running'


def test_a_run_that_waits_for_room_is_left_alone(endpoint: ProxmoxEndpoint) -> None:
    run = aged(a_run(endpoint), timedelta(days=1))

    assert claim_stalled(clock.database_now()) == []
    assert swept() == 0
    assert status_of(run) == 'queued'


@pytest.mark.parametrize('status', ['succeeded', 'degraded', 'failed', 'lost', 'skipped'])
def test_an_ended_run_is_left_alone(endpoint: ProxmoxEndpoint, status: str) -> None:
    run = aged(a_run(endpoint, status), timedelta(days=1))

    assert claim_stalled(clock.database_now()) == []
    assert swept() == 0
    assert status_of(run) == status


@pytest.mark.usefixtures('committed')
def test_a_run_whose_row_is_locked_is_alive() -> None:
    busy = aged(a_run(endpoint := an_endpoint(), 'running', publish_count=3), LONG_AGO)
    silent = aged(a_run(an_endpoint(endpoint.backend, name='other'), 'running', publish_count=3), LONG_AGO)

    def sweep_elsewhere() -> int:
        try:
            return swept()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        run_locks.lock(busy.pk)
        ended = thread.submit(sweep_elsewhere).result(30)

    assert ended == 1
    assert (status_of(busy), status_of(silent)) == ('running', 'lost')
