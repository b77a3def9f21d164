"""The file that tells a container that its worker or beat is alive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.signals import after_task_publish, beat_init, heartbeat_sent

from worker import liveness

SIGNALS = (heartbeat_sent, beat_init, after_task_publish)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the variable names, with Celery's signals as they were before."""
    receivers = [list(signal.receivers or []) for signal in SIGNALS]
    path = tmp_path / 'alive'
    monkeypatch.setenv(liveness.VARIABLE, str(path))
    yield path
    for signal, before in zip(SIGNALS, receivers, strict=True):
        signal.receivers = before


def test_a_worker_touches_it_with_each_heartbeat(file: Path) -> None:
    liveness.keep_fresh()
    heartbeat_sent.send(sender=None)

    assert file.exists()


def test_beat_touches_it_with_each_task_that_the_broker_took(file: Path) -> None:
    liveness.keep_fresh()
    after_task_publish.send(sender='worker.tasks.tick')
    assert not file.exists()

    beat_init.send(sender=None)
    after_task_publish.send(sender='worker.tasks.tick')

    assert file.exists()


def test_nothing_is_touched_without_the_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(liveness.VARIABLE)
    liveness.keep_fresh()
    heartbeat_sent.send(sender=None)

    assert not file.exists()
