"""Writes that this worker is alive, for as long as its event loop turns and its broker is there.

Celery sends a heartbeat from the event loop every two seconds. Each is a sign for a thread, which writes to the
database now and then: a database that is slow or away stops neither the loop nor the worker.
"""

import logging
import os
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any

from celery.signals import heartbeat_sent, worker_ready, worker_shutdown
from django.db import connection

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats

from .database import SECONDS_FOR_AN_ANSWER, give_up_soon

__all__ = ('Heart',)

logger = logging.getLogger(__name__)

# The pool forks when it replaces a process; a copy of a connection that is in use would be of no good to anybody.
_writing = Lock()
os.register_at_fork(before=_writing.acquire, after_in_parent=_writing.release, after_in_child=_writing.release)


class Heart(Thread):
    """Writes the heartbeat of one worker, at most once in an interval and only when the loop has turned since."""

    def __init__(self, instance: str, interval: float = heartbeats.INTERVAL.total_seconds()) -> None:
        super().__init__(name='netbox-proxbox-heartbeat', daemon=True)
        self.instance = instance
        self._interval = interval
        self._turned = Event()
        self._stopped = Event()
        self._is_introduced = False
        self._is_failing = False

    def note_turn(self) -> None:
        """Hear from the event loop."""
        self._turned.set()

    def stop(self) -> None:
        """Take the worker's row away, unless the database is not there either."""
        self._stopped.set()
        self._turned.set()
        self.join(2 * SECONDS_FOR_AN_ANSWER)

    def run(self) -> None:
        """Write until stopped."""
        give_up_soon()
        while self._turned.wait() and not self._stopped.is_set():
            self._turned.clear()
            write = heartbeats.note if self._is_introduced else heartbeats.introduce
            self._is_introduced |= self._try(write)
            self._stopped.wait(self._interval)
        self._try(heartbeats.remove)

    def _try(self, write: Callable[[str, str], None]) -> bool:
        """Write over a connection of its own. Whatever goes wrong is logged once, until it works again."""
        with _writing:
            try:
                write(HeartbeatKindChoices.WORKER, self.instance)
            except Exception as error:
                if not self._is_failing:
                    logger.warning('The heartbeat cannot be written (%s); it is tried again.', type(error).__name__)
                self._is_failing = True
                return False
            finally:
                connection.close()
        self._is_failing = False
        return True


_hearts: list[Heart] = []


@worker_ready.connect
def _start(sender: Any, **_: Any) -> None:
    _hearts.append(Heart(sender.hostname))
    _hearts[-1].start()


@heartbeat_sent.connect
def _pass_on(**_: Any) -> None:
    for heart in _hearts:
        heart.note_turn()


@worker_shutdown.connect
def _stop(**_: Any) -> None:
    while _hearts:
        _hearts.pop().stop()
