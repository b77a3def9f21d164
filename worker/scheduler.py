"""django-celery-beat's scheduler, which stands by beside another one, and writes that it ticks for health to see."""

import logging
import os
import socket
from time import monotonic
from typing import Any

from django.db import Error, close_old_connections

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats

from . import liveness
from .standby import SECONDS_BETWEEN_LOOKS, Turns
from .stopping import StoppableScheduler

__all__ = ('HeardScheduler',)

logger = logging.getLogger(__name__)

INTERVAL = heartbeats.INTERVAL.total_seconds()


class HeardScheduler(StoppableScheduler):
    """Notes a heartbeat after a tick, and takes it away when beat is stopped as planned. Stands by beside another."""

    _heap: Any
    _initial_read: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.instance = f'{socket.gethostname()}:{os.getpid()}'
        self._noted_at: float | None = None
        self._turns = Turns(self.instance)
        self._stands_by = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, unless that is another beat's turn, and say so."""
        with self.undisturbed():
            delay = self._stand_by() if self._turns.is_anothers() else self._work(*args, **kwargs)
            if self._noted_at is None or monotonic() - self._noted_at >= INTERVAL:
                self._note()
        return delay

    def close(self) -> None:
        """Stop as planned."""
        with self.undisturbed():
            try:
                super().close()
            finally:
                if self._noted_at is not None:
                    self._write(heartbeats.remove)
                self._noted_at = None

    def _stand_by(self) -> float:
        self._stands_by = True
        liveness.note()
        return SECONDS_BETWEEN_LOOKS

    def _work(self, *args: Any, **kwargs: Any) -> float:
        if self._stands_by:
            # What another one has sent meanwhile is in the database: it is not sent again.
            self._stands_by, self._initial_read, self._heap = False, True, None
        return super().tick(*args, **kwargs)

    def _note(self) -> None:
        if self._write(heartbeats.introduce if self._noted_at is None else heartbeats.note):
            self._noted_at = monotonic()

    def _write(self, write: Any) -> bool:
        """Write, unless the database is away: then beat goes on and tries again at its next tick."""
        close_old_connections()
        try:
            write(HeartbeatKindChoices.BEAT, self.instance)
        except Error as error:
            logger.warning('The heartbeat of beat was not written (%s).', type(error).__name__)
            return False
        return True
