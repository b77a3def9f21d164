"""What waits, and for how long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.health import waiting
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.runs.stage_notes import has_begun
from tests.builders import a_backend, a_run, an_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def broker(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The messages in the broker."""
    lengths = {'beat': 0, 'stages': 0}
    monkeypatch.setattr(waiting, 'messages_waiting', lambda: lengths)
    return lengths


def found(status: str, *, minutes: float, **fields: Any) -> Mapping[str, Finding]:
    """Return the findings by subject, with a run whose last step was so long ago."""
    moment = clock.database_now() - timedelta(minutes=minutes)
    a_run(an_endpoint(), status, last_step_at=moment, requested_at=moment, **fields)
    return {finding.subject: finding for finding in health.queues()}


def test_nothing_waits() -> None:
    findings = health.queues()

    assert {finding.level for finding in findings} == {'ok'}
    assert findings[1].summary == '0 runs wait for a worker. 0 messages are in the broker.'


@pytest.mark.parametrize(('minutes', 'level'), [(0.5, 'ok'), (2, 'warning'), (6, 'error')])
def test_a_run_that_nobody_takes(minutes: float, level: str, broker: dict[str, int]) -> None:
    broker['stages'] = 1

    finding = found('running', minutes=minutes)['Messages']

    assert finding.level == level
    assert finding.summary.startswith('1 run waits for a worker, the oldest for ')
    assert finding.summary.endswith(' 1 message is in the broker.')
    assert bool(finding.cure) == (level != 'ok')


@pytest.mark.parametrize(
    ('stages', 'count'),
    [
        ({}, 1),
        ({'register': {'state': 'running'}}, 0),
        ({'register': {'state': 'done'}}, 1),
        ({'register': {'state': 'done'}, 'fetch-nodes': {'state': 'running'}}, 0),
        ({'fetch-cluster': {'state': 'done'}}, 0),
        ({'fetch-cluster': {}}, 0),
    ],
)
def test_a_registration_that_is_over_is_no_begin_of_the_rest(stages: dict[str, Any], count: int) -> None:
    run = a_run(an_endpoint(), 'running', stages=stages)

    assert waiting.ages()['not_begun'] == count == (not has_begun(run))


@pytest.mark.parametrize(('minutes', 'level'), [(4, 'ok'), (6, 'warning')])
def test_a_run_that_makes_no_step(minutes: float, level: str) -> None:
    finding = found('running', minutes=minutes, stages={'reconcile': {}})['Runs']

    assert (finding.level, finding.summary.startswith('1 run is running')) == (level, True)


@pytest.mark.parametrize(('minutes', 'level'), [(4, 'ok'), (6, 'warning')])
def test_a_run_that_finds_no_room(minutes: float, level: str) -> None:
    finding = found('queued', minutes=minutes)['Queue']

    assert (finding.level, finding.summary.startswith('1 run waits for room')) == (level, True)
    assert ('"Maximum concurrent runs" of the backend' in finding.cure) is (level == 'warning')


def test_a_run_whose_backend_backs_off_is_no_lack_of_room() -> None:
    backend = a_backend(name='tired')
    moment = clock.database_now()
    ProxboxBackend.objects.filter(pk=backend.pk).update(paused_until=moment + timedelta(minutes=9))
    long_ago = moment - timedelta(minutes=14)
    a_run(an_endpoint(backend, name='scheduled'), trigger='schedule', requested_at=long_ago)

    finding = found('queued', minutes=4)['Queue']

    assert (finding.level, finding.cure) == ('ok', '')
    assert finding.summary.startswith('1 run waits for room, the oldest for 4m. ')
    assert finding.summary.endswith(' 1 waits for the end of a back-off.')


def test_a_broker_that_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, 'messages_waiting', lambda: None)

    assert health.queues()[1].summary == '0 runs wait for a worker.'
