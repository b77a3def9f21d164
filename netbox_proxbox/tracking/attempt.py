"""A part of a transaction that can be undone alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from netbox.context import events_queue

__all__ = ('attempt',)


@contextmanager
def attempt() -> Iterator[None]:
    """Undo the block if it raises, and forget the events that NetBox has queued meanwhile: they did not happen."""
    queued = dict(events_queue.get())
    try:
        with transaction.atomic():
            yield
    except BaseException:
        events_queue.set(queued)
        raise
