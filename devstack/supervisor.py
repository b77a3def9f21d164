"""Starts processes and leaves none behind."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from devstack import reaper
from devstack.paths import new_run_folder
from devstack.process import Command, Process, ProcessError

__all__ = ['StoppedError', 'Supervisor']


class StoppedError(RuntimeError):
    """Nothing is started any more: the stack is being stopped."""


class Supervisor:
    """A context manager that stops, in two waves, whatever was started through it: clients, then `foundations`."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._lock = threading.Lock()
        self._stopped = False
        self._clients: list[Process] = []
        self._foundations: list[Process] = []
        self._reaper = subprocess.Popen(
            [sys.executable, '-SP', reaper.__file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def start(self, command: Command, *, foundation: bool = False) -> Process:
        """Start `command`; a foundation, such as a database or a backend, is stopped after those who talk to it."""
        with self._lock:
            if self._stopped:
                raise StoppedError(command.name)
            process = Process(command, self.logs / f'{command.name}.log')
            self._tell(f'started {process.pid} {command.stop_signal.value}')
            (self._foundations if foundation else self._clients).append(process)
        return process

    def run(self, command: Command) -> Process:
        """Run `command` to its end; raises ProcessError unless it succeeds."""
        process = self.start(command)
        code = process.wait()
        self._forget(process)
        if code != 0:
            raise ProcessError(process, f'failed with exit code {code}')
        return process

    def stop(self, process: Process) -> None:
        """Stop one process ahead of the others."""
        process.stop()
        self._forget(process)

    def adopt(self, pid: int) -> None:
        """Have a process that was started elsewhere terminated if this one is killed."""
        self._tell(f'started {pid} {signal.SIGTERM.value}')

    def new_folder(self) -> Path:
        """Make a folder that is removed when everything has ended."""
        folder = new_run_folder()
        self._tell(f'folder {folder}')
        return folder

    def ended(self) -> list[Process]:
        """Return what was started to stay and has ended by itself."""
        with self._lock:
            return [process for process in (*self._clients, *self._foundations) if not process.is_running()]

    def close(self) -> None:
        """Stop everything."""
        with self._lock:
            self._stopped = True
            waves = (self._clients, self._foundations)
        for wave in waves:
            self._stop_together(list(wave))
        if self._reaper.stdin:
            self._reaper.stdin.close()
        self._reaper.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _stop_together(self, processes: list[Process]) -> None:
        if processes:
            with ThreadPoolExecutor(len(processes)) as pool:
                list(pool.map(self.stop, processes))

    def _forget(self, process: Process) -> None:
        with self._lock:
            for wave in (self._clients, self._foundations):
                if process in wave:
                    wave.remove(process)
            self._tell(f'ended {process.pid}')

    def _tell(self, order: str) -> None:
        if self._reaper.stdin:
            self._reaper.stdin.write(f'{order}\n')
            self._reaper.stdin.flush()
