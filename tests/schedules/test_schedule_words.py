"""When an endpoint is synced next, and why not, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from netbox_proxbox.ui.schedule_words import RunFacts, ScheduleFacts, activity, outlook

NOW = datetime(2026, 4, 1, 10, 33, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ('facts', 'words'),
    [
        ({'next_sync_at': NOW + 2 * MINUTE}, 'At 10:35 (in 2\xa0minutes)'),
        ({'next_sync_at': NOW + 20 * SECOND}, 'At 10:33 (in 20 s)'),
        ({'next_sync_at': NOW + DAY}, 'At 2026-04-02 10:33 (in 1\xa0day)'),
        ({'next_sync_at': NOW}, 'Due now: beat starts a run within seconds.'),
        ({'next_sync_at': NOW - 30 * SECOND}, 'Due now: beat starts a run within seconds.'),
        (
            {'next_sync_at': NOW - 3 * MINUTE},
            'Due since 10:30, but nothing has started it. Check that beat and the worker run.',
        ),
        ({}, 'The schedule is new: beat starts a run within seconds.'),
        (
            {'has_interval': False, 'has_crontab': True},
            'The schedule is new: beat works out its first time within seconds.',
        ),
        ({'has_interval': False}, 'Not scheduled: edit the endpoint and choose an interval or a crontab.'),
        ({'is_enabled': False}, 'Does not run by itself: the endpoint is disabled.'),
        ({'backend_is_enabled': False}, 'Does not run by itself: backend "main" is disabled.'),
        (
            {'backend_is_paused': True, 'pause_cause': 'It refuses the key.'},
            'Waits: backend "main" is paused until somebody saves it again. It refuses the key.',
        ),
        (
            {'backs_off_until': NOW + 7 * MINUTE, 'pause_cause': 'It did not answer.'},
            'Waits: backend "main" backs off until 10:40. It did not answer.',
        ),
        ({'backs_off_until': NOW - MINUTE, 'next_sync_at': NOW + MINUTE}, 'At 10:34 (in 1\xa0minute)'),
        # The first reason is the one to mend first.
        ({'is_enabled': False, 'backend_is_enabled': False}, 'Does not run by itself: the endpoint is disabled.'),
    ],
)
def test_outlook(facts: dict[str, Any], words: str) -> None:
    assert outlook(ScheduleFacts(**{'now': NOW, 'has_interval': True, 'asked': 'backend "main"', **facts})) == words


@pytest.mark.parametrize(
    ('facts', 'words'),
    [
        ({'has_begun': True}, 'A worker is at it.'),
        ({}, 'Waits for a worker.'),
        ({'is_queued': True, 'running_at_backend': 2}, 'Waits for room at backend "main": 2 of 2 runs are running.'),
        (
            {'is_queued': True, 'asked': 'endpoint "lab"', 'most_at_backend': None},
            'Starts within seconds, or once there is room beside other runs at this host, and at hosts that failed.',
        ),
        ({'is_queued': True, 'waits_for_back_off': True}, 'Waits until the back-off of backend "main" is over.'),
        (
            {'is_queued': True, 'running_overall': 16},
            'Waits for room: as many runs as the setting "max_in_flight" allows are running.',
        ),
        ({'is_queued': True}, 'Starts at the next tick of beat, within seconds.'),
    ],
)
def test_activity(facts: dict[str, Any], words: str) -> None:
    at_backend = {'asked': 'backend "main"', 'running_at_backend': 0, 'most_at_backend': 2}
    ordinary = {'is_queued': False, 'has_begun': False, 'running_overall': 0, 'most_overall': 16, **at_backend}

    assert activity(RunFacts(**{**ordinary, **facts})) == words
