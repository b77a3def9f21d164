"""django-celery-beat's scheduler, which also writes that it ticks, so that health sees one beat, two or none."""

import logging
import os
import socket
from time import monotonic
from typing import Any

from django.db import Error, close_old_connections

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats

from .stopping import StoppableScheduler

__all__ = ('HeardScheduler',)

logger = logging.getLogger(__name__)

INTERVAL = heartbeats.INTERVAL.total_seconds()


class HeardScheduler(StoppableScheduler):
    """Notes a heartbeat after a tick, and takes it away when beat is stopped as planned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.instance = f'{socket.gethostname()}:{os.getpid()}'
        self._noted_at: float | None = None
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, and say so."""
        with self.undisturbed():
            delay = super().tick(*args, **kwargs)
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
