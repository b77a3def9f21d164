"""A real Redis or Valkey, used under a prefix of a test's own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest
from redis import Redis

from netbox_proxbox.messages import broker
from netbox_proxbox.messages.producer import patient_backend, producer

__all__ = ('Corner', 'corner', 'sender_at')


@dataclass(frozen=True)
class Corner:
    """A place where nobody else stores anything."""

    url: str
    prefix: str
    redis: 'Redis'


@contextmanager
def corner() -> Iterator[Corner]:
    """Open a corner of the Redis that the plugin would use, and delete afterwards what was stored there."""
    url, prefix = broker.broker_url(), f'test-{uuid4()}:'
    with Redis.from_url(url) as redis:
        yield Corner(url, prefix, redis)
        for key in redis.scan_iter(f'{prefix}*'):
            redis.delete(key)


@contextmanager
def sender_at(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the sender, which reads its configuration once, read it for this broker and forget it afterwards."""
    monkeypatch.setenv('PROXBOX_BROKER_URL', url)
    monkeypatch.delitem(sys.modules, 'celeryconfig', raising=False)
    _forget()
    try:
        yield
    finally:
        producer().close()
        _forget()


def _forget() -> None:
    producer.cache_clear()
    patient_backend.cache_clear()
