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
from .database import give_up_soon
from .standby import SECONDS_BETWEEN_LOOKS, Turns
from .stopping import StoppableScheduler

__all__ = ('HeardScheduler',)

logger = logging.getLogger(__name__)

INTERVAL = heartbeats.INTERVAL.total_seconds()


class HeardScheduler(StoppableScheduler):
    """Notes a heartbeat after a tick, and takes it away when beat is stopped as planned. Stands by beside another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.instance = f'{socket.gethostname()}:{os.getpid()}'
        self._noted_at: float | None = None
        self._turns = Turns(self.instance)
        self._stands_by = self._takes_over = False
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Load the schedule, over a connection that gives up a database that vanished."""
        give_up_soon()
        super().setup_schedule()

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

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """Send one entry. Who cannot reach the broker goes last in line: another beat may reach it."""
        try:
            return super().apply_async(*args, **kwargs)
        except Exception:
            self._noted_at = None
            raise

    def schedule_changed(self) -> bool:
        """Have the schedule read anew where another beat was at work: it is not sent again what that one has sent."""
        has_changed, self._takes_over = bool(super().schedule_changed()) or self._takes_over, False
        return has_changed

    def all_as_schedule(self) -> Any:
        """Read the schedule. What a host with a wrong clock has sent in the future, it has sent now."""
        schedule, now = super().all_as_schedule(), self.app.now()
        for entry in schedule.values():
            entry.last_run_at = min(entry.last_run_at, now)
        return schedule

    def sync(self) -> None:
        """Write when entries ran last, unless another beat knows better."""
        if not self._stands_by:
            super().sync()

    def _stand_by(self) -> float:
        self._stands_by = True
        liveness.note()
        return SECONDS_BETWEEN_LOOKS

    def _work(self, *args: Any, **kwargs: Any) -> float:
        if self._stands_by:
            self._stands_by, self._takes_over = False, True
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
