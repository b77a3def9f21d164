"""What the worker's log leaves out."""

import logging
import sys

import pytest
from celery.exceptions import ChordError

from netbox_proxbox.stages.execution import StageFailed
from worker import logs

STORE = logging.getLogger('celery.backends.redis')


def chord_broken_by(cause: Exception) -> None:
    """Log what Celery logs when a part of a chord has failed."""
    try:
        raise ChordError('Dependency raised') from cause
    except ChordError:
        STORE.error('Chord raised', exc_info=sys.exc_info())


def test_a_failed_stage_is_told_by_its_run_and_not_again(caplog: pytest.LogCaptureFixture) -> None:
    logs.leave_out_expected_failures()

    chord_broken_by(StageFailed('fetch-cluster: endpoint-login-refused'))

    assert caplog.records == []


def test_everything_else_stays(caplog: pytest.LogCaptureFixture) -> None:
    logs.leave_out_expected_failures()

    chord_broken_by(ValueError('unforeseen'))
    STORE.error('Connection to Redis lost')

    assert [record.message for record in caplog.records] == ['Chord raised', 'Connection to Redis lost']
