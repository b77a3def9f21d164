"""The store of results, as seen by who only publishes: it is told of chords, and nobody listens to it.

Celery subscribes to the result of each task that it publishes. A web process that publishes for months would keep a
subscription for each of them.
"""

from typing import Any

from celery.backends.redis import RedisBackend, SentinelBackend

__all__ = ('PublishingRedis', 'PublishingSentinel', 'publishing_url')


class PublishingRedis(RedisBackend):
    """A Redis or Valkey."""

    def on_task_call(self, producer: Any, task_id: str) -> Any:
        """Subscribe to nothing when a task is published."""

    def add_pending_result(self, result: Any, weak: bool = False, start_drainer: bool = True) -> Any:
        """Subscribe to nothing when a group is published."""
        return result


class PublishingSentinel(PublishingRedis, SentinelBackend):
    """A Redis or Valkey behind Sentinel."""


def publishing_url(url: str) -> str:
    """Return the URL of a store of results with the class that is to be used for it, as Celery reads it."""
    kind = PublishingSentinel if url.startswith('sentinel:') else PublishingRedis
    return f'{kind.__module__}.{kind.__qualname__}+{url.removeprefix("redis+")}'
