"""Workers and beats."""

from datetime import timedelta

import pytest

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import Heartbeat

pytestmark = pytest.mark.django_db


def heard(kind: str, instance: str, *, since: int, last: int = 1) -> None:
    """Save a process that began and was heard last so many seconds ago."""
    now = clock.database_now()
    began, seen = (now - timedelta(seconds=seconds) for seconds in (since, last))
    Heartbeat.objects.create(kind=kind, instance=instance, started_at=began, seen_at=seen)


def levels(findings: list[Finding]) -> list[str]:
    return [finding.level.value for finding in findings]


def test_nobody_is_heard() -> None:
    (worker,), (beat,) = health.workers(), health.beats()

    assert (worker.level, beat.level) == ('error', 'error')
    assert 'celery -A worker.app worker' in worker.cure
    assert 'celery -A worker.app beat' in beat.cure


def test_one_of_each_is_well() -> None:
    heard('worker', 'celery@one', since=100)
    heard('beat', 'host:1', since=100)

    (worker,), (beat,) = health.workers(), health.beats()

    assert (worker.level, beat.level) == ('ok', 'ok')
    assert 'celery@one' in worker.summary
    assert 'host:1' in beat.summary


def test_a_worker_that_vanished_is_missed_and_others_go_on() -> None:
    heard('worker', 'celery@one', since=100)
    heard('worker', 'celery@two', since=1000, last=600)

    findings = health.workers()

    assert levels(findings) == ['ok', 'warning']
    assert 'celery@two was heard last 10m' in findings[1].summary


def test_the_only_worker_is_silent() -> None:
    heard('worker', 'celery@one', since=1000, last=61)

    assert levels(health.workers()) == ['error', 'warning']


def test_the_beat_that_began_first_is_at_work_and_the_other_stands_by() -> None:
    heard('beat', 'host:2', since=30)
    heard('beat', 'host:3', since=1000)

    at_work, other = health.beats()

    assert (at_work.level, other.level) == ('ok', 'ok')
    assert at_work.summary.startswith('host:3 was heard')
    assert other.summary.startswith('host:2 stands by')


def test_a_beat_that_has_missed_two_heartbeats_is_followed_by_the_other() -> None:
    heard('beat', 'host:1', since=1000, last=31)
    heard('beat', 'host:2', since=500)

    at_work, other = health.beats()

    assert at_work.summary.startswith('host:2 was heard')
    assert other.summary.startswith('host:1 was heard')


def test_a_beat_that_vanished_is_missed_and_the_other_goes_on() -> None:
    heard('beat', 'host:1', since=1000, last=600)
    heard('beat', 'host:2', since=500)

    findings = health.beats()

    assert levels(findings) == ['ok', 'warning']
    assert 'host:1 was heard last 10m' in findings[1].summary


def test_a_beat_that_was_killed_and_its_successor_are_one() -> None:
    heard('beat', 'host:1', since=1000, last=25)
    heard('beat', 'host:2', since=20)

    (finding,) = health.beats()

    assert finding.level == 'ok'
    assert 'host:2' in finding.summary
