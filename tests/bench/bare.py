"""A chord of the shape of a sync whose tasks do nothing: how fast Celery alone is with this broker.

It runs outside of Django, so that nothing of NetBox is in its way; `python -m celery -A tests.bench.bare worker`.
"""

import os
from functools import cache

from celery import Celery, chain, chord
from redis import Redis

from .workers import BROKER_VARIABLE

__all__ = ('app', 'publish')

_broker = os.environ[BROKER_VARIABLE]
app = Celery('bare', broker=_broker, backend=_broker, set_as_current=False)
app.conf.broker_transport_options = app.conf.result_backend_transport_options = {'global_keyprefix': 'bare:'}
app.conf.task_default_queue = 'bare'
app.conf.worker_prefetch_multiplier = 1


def publish(ended: str) -> None:
    """Publish a chord, as the plugin does."""
    header = [nothing.si(), nothing.si()]
    sync = chord(header, chain(write.si(), end.si(ended)))
    sync.on_error(nothing.si())
    sync.apply_async()


@app.task(shared=False, ignore_result=True)
def nothing() -> str:
    """Stand for a stage."""
    return 'done'


@app.task(shared=False, ignore_result=True)
def write() -> None:
    """Stand for a stage after the readings, whose result nobody needs."""


@app.task(shared=False, ignore_result=True)
def end(ended: str) -> None:
    """Stand for the last stage, and count the chord."""
    _redis().incr(ended)


@cache
def _redis() -> Redis:
    return Redis.from_url(_broker)
