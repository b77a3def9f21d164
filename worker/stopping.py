"""Stops beat between its statements. Celery's own handler of signals writes to the database in the midst of one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import current_thread, main_thread
from typing import Any, NoReturn

from django_celery_beat.schedulers import DatabaseScheduler

__all__ = ('StoppableScheduler',)


class StoppableScheduler(DatabaseScheduler):
    """Ends beat when a signal asks for it: at once while it sleeps or sends, else when its statements are done.

    psycopg holds a lock during a statement, and a handler that executes another one would wait for itself. So the
    handler only leaves, and Celery, which then closes the scheduler, does so outside of it. A second signal ends beat
    whatever it is doing.
    """

    _may_stop = True
    _is_asked_to_stop = False

    def setup_schedule(self) -> None:
        """Take the signals over, which only a main thread can, and load the schedule."""
        if current_thread() is main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stop)
        with self.undisturbed():
            super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due."""
        with self.undisturbed():
            delay: float = super().tick(*args, **kwargs)
        return delay

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """Send one entry. A broker that hangs does not hold up a stop."""
        with self._stoppable(True):
            return super().apply_async(*args, **kwargs)

    @cached_property
    def producer(self) -> Any:
        """Connect to the broker. One that is away is asked until it is there, which does not hold up a stop either."""
        with self._stoppable(True):
            return super().producer

    def sync(self) -> None:
        """Write when entries ran last."""
        with self.undisturbed():
            super().sync()

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Put a stop off until the block has ended."""
        with self._stoppable(False):
            yield

    @contextmanager
    def _stoppable(self, may_stop: bool) -> Iterator[None]:
        before = self._may_stop
        self._switch(may_stop)
        try:
            yield
        finally:
            self._may_stop = before
        self._switch(before)

    def _switch(self, may_stop: bool) -> None:
        self._may_stop = may_stop
        if may_stop and self._is_asked_to_stop:
            self._leave()

    def _stop(self, *_: Any) -> None:
        if self._may_stop or self._is_asked_to_stop:
            self._leave()
        self._is_asked_to_stop = True

    def _leave(self) -> NoReturn:
        self._is_asked_to_stop = False
        raise SystemExit
