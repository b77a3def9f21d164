"""Of several beats one is at work, and the others stand by until it is heard no more.

They look at their heartbeats instead of holding a lock: nothing of a host that fails has to be let go of. Two may be at
work for a moment, when they start at once. That does no harm, since due times are claimed in the database.
"""

import logging
import os
import socket
from time import monotonic
from typing import Final

from django.db import Error, close_old_connections

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat

__all__ = ('SECONDS_BETWEEN_LOOKS', 'Turns')

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 5.0


class Turns:
    """Whose turn it is, as one beat sees it."""

    def __init__(self, instance: str) -> None:
        self._instance = instance
        self._looked_at: float | None = None
        self._at_work: str | None = None

    def is_anothers(self) -> bool:
        """Tell whether it is another beat's turn. Without the database it stays whose it was."""
        if self._looked_at is None or monotonic() - self._looked_at >= SECONDS_BETWEEN_LOOKS:
            close_old_connections()
            try:
                if self._at_work is None:
                    _forget_dead_beats_of_this_host()
                self._note(heartbeats.beat_at_work() or self._instance)
            except Error as error:
                logger.warning('Which beat is at work could not be read (%s).', type(error).__name__)
            self._looked_at = monotonic()
        return self._at_work not in (None, self._instance)

    def _note(self, at_work: str) -> None:
        if at_work != self._at_work and at_work != self._instance:
            logger.info('The beat %s is at work; this one, %s, stands by.', at_work, self._instance)
        elif at_work != self._at_work and self._at_work is not None:
            logger.info('The beat %s is heard no more; this one, %s, is at work now.', self._at_work, self._instance)
        self._at_work = at_work


def _forget_dead_beats_of_this_host() -> None:
    """Remove what is left of beats that were killed here: their successor need not wait until they are silent."""
    host = socket.gethostname()
    for instance in Heartbeat.objects.filter(kind=HeartbeatKindChoices.BEAT).values_list('instance', flat=True):
        name, _, pid = instance.rpartition(':')
        if name == host and pid.isdigit() and not _runs(int(pid)):
            heartbeats.remove(HeartbeatKindChoices.BEAT, instance)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
