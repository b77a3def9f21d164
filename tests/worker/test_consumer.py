"""When the events of tasks are published."""

from types import SimpleNamespace

import pytest
from kombu.asynchronous import Hub

from worker import consumer as consumers
from worker.app import app
from worker.consumer import BatchingConsumer


@pytest.fixture
def done() -> list[str]:
    """What the consumer did, in order."""
    return []


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> BatchingConsumer:
    """A consumer without a worker, whose loop turns when a test says so, and whose batches are due at once."""
    monkeypatch.setattr(consumers, 'SECONDS_BETWEEN_BATCHES', 0)
    consumer = BatchingConsumer.__new__(BatchingConsumer)
    consumer.hub = Hub()
    consumer.event_dispatcher = SimpleNamespace(flush=lambda: done.append('published'))
    monkeypatch.setattr(
        consumer, 'blueprint', SimpleNamespace(shutdown=lambda parent: done.append('stopped')), raising=False
    )
    return consumer


def test_events_of_many_tasks_are_one_batch(consumer: BatchingConsumer, done: list[str]) -> None:
    for _ in range(3):
        for _ in range(10):
            consumer.on_send_event_buffered()
        consumer.hub.fire_timers()

    assert done == ['published'] * 3


def test_nothing_is_published_before_the_batch_is_due(
    consumer: BatchingConsumer, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, 'SECONDS_BETWEEN_BATCHES', 60)
    consumer.on_send_event_buffered()
    consumer.hub.fire_timers()

    assert done == []


def test_the_last_events_are_published_before_the_worker_stops(consumer: BatchingConsumer, done: list[str]) -> None:
    consumer.shutdown()

    assert done == ['published', 'stopped']


def test_the_worker_takes_this_consumer() -> None:
    assert app.conf.worker_consumer == f'{BatchingConsumer.__module__}:{BatchingConsumer.__qualname__}'
