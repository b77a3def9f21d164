"""The thread that writes a worker's heartbeat."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from celery import signals
from django.db import OperationalError

from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat
from tests.integration.waiting import wait_for
from worker.app import app
from worker.heartbeats import Heart

NAME = 'celery@host'


@pytest.fixture
def heart(committed: None) -> Iterator[Heart]:
    """A heart that beats as often as its loop turns."""
    heart = Heart(NAME, interval=0)
    heart.start()
    yield heart
    heart.stop()


def is_heard() -> bool:
    return Heartbeat.objects.filter(kind='worker', instance=NAME).exists()


def test_the_loop_that_turns_is_written(heart: Heart) -> None:
    assert not is_heard()

    heart.note_turn()
    wait_for(is_heard)
    before = Heartbeat.objects.get()
    heart.note_turn()
    wait_for(lambda: Heartbeat.objects.get().seen_at > before.seen_at)

    assert Heartbeat.objects.get().started_at == before.started_at


def test_a_loop_that_stands_still_is_not_written(heart: Heart, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    has_written = Event()

    def note(kind: str, instance: str) -> None:
        written.append(instance)
        has_written.set()

    monkeypatch.setattr(heartbeats, 'introduce', note)
    heart.note_turn()
    assert has_written.wait(10)

    heart.stop()

    assert written == [NAME]


def test_a_planned_stop_takes_the_row_away(heart: Heart) -> None:
    heart.note_turn()
    wait_for(is_heard)

    heart.stop()

    assert not is_heard()


def test_a_database_that_is_away_is_tried_again(
    heart: Heart, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0
    introduce = heartbeats.introduce

    def fail_twice(kind: str, instance: str) -> None:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise OperationalError('secret')
        introduce(kind, instance)

    monkeypatch.setattr(heartbeats, 'introduce', fail_twice)
    for expected in (1, 2, 3):
        heart.note_turn()
        wait_for(lambda: tries >= expected)  # noqa: B023  (called before the next round)
    wait_for(is_heard)

    assert [record.getMessage() for record in caplog.records if record.name == 'worker.heartbeats'] == [
        'The heartbeat cannot be written (OperationalError); it is tried again.'
    ]


def test_celery_tells_the_thread_when_its_worker_is_ready_turns_and_stops(committed: None) -> None:
    class Consumer:
        hostname = NAME

    assert 'worker.heartbeats' in app.conf.include
    sender: Any = Consumer()
    signals.worker_ready.send(sender=sender)
    signals.heartbeat_sent.send(sender=None)
    wait_for(is_heard)

    signals.worker_shutdown.send(sender=None)

    assert not is_heard()
