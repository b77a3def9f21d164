"""Asks a service that may hang, without hanging with it."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Self

__all__ = ('LIMIT', 'Probe')

LIMIT = 1.0


class Probe[T]:
    """A call in a thread of its own. Whoever waits for it gives up one second after its start.

    A call that hangs is not repeated beside itself: until it has ended, all who ask share it.
    """

    _running: dict[str, 'Probe[Any]'] = {}
    _lock = Lock()

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._started = monotonic()
        self.ended = Event()
        self._result: T | None = None
        self._error: Exception | None = None
        Thread(target=self._run, daemon=True, name='netbox-proxbox-probe').start()

    @classmethod
    def of(cls, name: str, call: Callable[[], T]) -> Self:
        """Return the probe of that name which is under way, or start it."""
        with cls._lock:
            running = cls._running.get(name)
            if running is None or running.ended.is_set():
                running = cls._running[name] = cls(call)
        return running  # type: ignore[return-value]  # a name always has the same call

    def result(self) -> T:
        """Return what the call returned, or raise what it raised; TimeoutError when it takes longer than a second."""
        if not self.ended.wait(max(0.0, self._started + LIMIT - monotonic())):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # set, since the call ended without an error

    def _run(self) -> None:
        try:
            self._result = self._call()
        except Exception as error:
            self._error = error
        finally:
            self.ended.set()
