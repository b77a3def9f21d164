"""Starts what is queued: taken while there is room, and published by whoever took it."""

from netbox_proxbox.models import SyncRun

from .publish import publish_all
from .take import take

__all__ = ('start_queued',)


def start_queued() -> list[SyncRun]:
    """Start the queued runs for which there is room, and return them, also those that the broker did not take.

    To be called when no transaction is open: a message must not be ahead of the commit that it is about.
    """
    taken = take()
    publish_all(taken)
    return taken
