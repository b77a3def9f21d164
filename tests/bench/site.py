"""A NetBox of the bench's own, in this process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from devstack.stack import Stack

__all__ = ('opened',)

CORES = {0, 1}


@contextmanager
def opened() -> Iterator[Stack]:
    """Make a new NetBox and load it here; this process and all that it starts use two cores, where that can be said."""
    if hasattr(os, 'sched_setaffinity'):
        os.sched_setaffinity(0, os.sched_getaffinity(0) & CORES or os.sched_getaffinity(0))
    with Stack.attached() as stack:
        os.environ.update(stack.site.environment)
        os.environ['DJANGO_SETTINGS_MODULE'] = 'netbox.settings'
        django.setup()
        yield stack
