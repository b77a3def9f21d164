"""Celery's consumer, which sends what it tells Flower in batches.

The stock consumer publishes the events of a task in each turn of its loop, some ten times for a sync.
"""

from typing import Any

from celery.worker.consumer import Consumer

__all__ = ('BatchingConsumer',)

SECONDS_BETWEEN_BATCHES = 0.5


class BatchingConsumer(Consumer):
    """Publishes task events twice a second, or when the dispatcher's buffer of 24 is full."""

    hub: Any
    event_dispatcher: Any
    _batch_is_planned = False

    def on_send_event_buffered(self) -> None:  # type: ignore[override]  # the stubs have it return a function
        """Plan a batch, unless one is planned. Only a worker with an event loop buffers events."""
        if not self._batch_is_planned:
            self._batch_is_planned = True
            self.hub.call_later(SECONDS_BETWEEN_BATCHES, self._send_batch)

    def shutdown(self) -> None:
        """Publish what is left, so that Flower learns how the last tasks ended."""
        self._send_batch()
        super().shutdown()

    def _send_batch(self, *_: Any) -> None:
        self._batch_is_planned = False
        if self.event_dispatcher is not None:
            self.event_dispatcher.flush()
