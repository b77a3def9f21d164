"""The side of the tests of the points at which a worker waits (`failpoints.py`)."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.integration.waiting import wait_for

__all__ = ('Breakpoints', 'Halted')


@dataclass(frozen=True)
class Halted:
    """A process of the worker that waits at a point."""

    pid: int
    mark: Path

    def go_on(self) -> None:
        """Let it go on."""
        self.mark.unlink(missing_ok=True)

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Let it do nothing at all until the block ends, and then go on."""
        self.send(signal.SIGSTOP)
        try:
            yield
        finally:
            self.send(signal.SIGCONT)
            self.go_on()

    def kill(self) -> None:
        self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless somebody was faster and the process has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


class Breakpoints:
    """Arms points in a folder that the worker knows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arm(self, point: str, *, newer_than: int) -> None:
        """Let the next process wait that comes to `point` with a newer run than that one."""
        unready = self.folder / f'unready {point}'
        unready.write_text(str(newer_than))
        unready.rename(self.folder / point)

    def halted(self, point: str, *, other_than: Halted | None = None, within: float = 30.0) -> Halted:
        """Wait for a process to come to a point that is armed, be it beside another one that waits there."""

        def come() -> list[Halted]:
            waiting = (Halted(int(mark.suffix[1:]), mark) for mark in self._marks(point))
            return [one for one in waiting if not other_than or one.pid != other_than.pid]

        wait_for(lambda: bool(come()), within=within, every=0.01)
        return come()[0]

    def has_halted(self, point: str) -> bool:
        """Tell whether a process waits at a point."""
        return bool(self._marks(point))

    @contextmanager
    def disarmed_after(self) -> Iterator[None]:
        """Let everybody go on and forget all points when the block ends."""
        try:
            yield
        finally:
            for file in self.folder.iterdir():
                file.unlink(missing_ok=True)

    def _marks(self, point: str) -> list[Path]:
        return sorted(self.folder.glob(f'{point}.*'))
