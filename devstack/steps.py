"""What devstack is doing, as people read it: each step with its progress and its time."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

__all__ = ['LineSteps', 'LiveSteps', 'Step', 'Steps', 'announced']


class Step(ABC):
    """One step under way."""

    @abstractmethod
    def progress(self, done: int, total: int) -> None:
        """Tell how far it is."""


class Steps(ABC):
    """A place to announce steps, several at a time."""

    @abstractmethod
    def begin(self, title: str) -> Step:
        """Show that a step begins."""

    @abstractmethod
    def end(self, step: Step, title: str, seconds: float, *, failed: bool) -> None:
        """Show that a step has ended, and how."""

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Announce a step that lasts as long as the block."""
        began = time.monotonic()
        step = self.begin(title)
        try:
            yield step
        except BaseException:
            self.end(step, title, time.monotonic() - began, failed=True)
            raise
        self.end(step, title, time.monotonic() - began, failed=False)


class LineSteps(Steps):
    """Plain lines for logs: one at the beginning, one at the end, and one for every tenth between."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def begin(self, title: str) -> Step:
        self.write(f'{title} ...')
        return _LineStep(self, title)

    def end(self, step: Step, title: str, seconds: float, *, failed: bool) -> None:
        self.write(f'{title}: {"failed after " if failed else ""}{seconds:.1f} s')

    def write(self, text: str) -> None:
        with self._lock:
            print(f'[{time.monotonic() - self._began:6.1f} s] {text}', flush=True)


class _LineStep(Step):
    def __init__(self, lines: LineSteps, title: str) -> None:
        self._lines = lines
        self._title = title
        self._tenths = 0

    def progress(self, done: int, total: int) -> None:
        tenths = done * 10 // total
        if tenths > self._tenths:
            self._tenths = tenths
            self._lines.write(f'{self._title}: {done} of {total}')


class LiveSteps(Steps):
    """Bars that move, for a terminal."""

    def __init__(self, display: Progress) -> None:
        self._display = display

    def begin(self, title: str) -> Step:
        return _LiveStep(self._display, self._display.add_task(title, total=None, figures=''))

    def end(self, step: Step, title: str, seconds: float, *, failed: bool) -> None:
        if isinstance(step, _LiveStep):
            step.finish('[red]failed' if failed else '')


class _LiveStep(Step):
    def __init__(self, display: Progress, task: TaskID) -> None:
        self._display = display
        self._task = task

    def progress(self, done: int, total: int) -> None:
        self._display.update(self._task, completed=done, total=total, figures=f'{done}/{total}')

    def finish(self, outcome: str) -> None:
        self._display.update(self._task, completed=1, total=1, figures=outcome)
        self._display.stop_task(self._task)


@contextmanager
def announced(console: Console) -> Iterator[Steps]:
    """Return the steps that suit `console`: bars on a terminal, lines anywhere else."""
    if not console.is_terminal:
        yield LineSteps()
        return
    figures = TextColumn('{task.fields[figures]}')
    columns = (SpinnerColumn(finished_text='·'), TextColumn('{task.description}'), BarColumn(bar_width=24), figures)
    with Progress(*columns, TimeElapsedColumn(), console=console) as display:
        yield LiveSteps(display)
