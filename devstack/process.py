"""One supervised process: a command, its log and its end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devstack.account import Account
from devstack.paths import ROOT

__all__ = ['Command', 'Process', 'ProcessError']


@dataclass(frozen=True)
class Command:
    """What to run, and how it likes to be stopped."""

    name: str
    arguments: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0


class ProcessError(RuntimeError):
    """A process that ended when it should not have, or was not ready in time; carries the end of its log."""

    def __init__(self, process: 'Process', what: str) -> None:
        super().__init__(f'{process.command.name} {what}. Its log {process.log} ends with:\n{process.last_lines()}')


class Process:
    """A running command in a process group of its own, so that Ctrl-C in a terminal reaches devstack only."""

    def __init__(self, command: Command, log: Path) -> None:
        self.command = command
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        account = command.account
        with log.open('wb') as output:
            self._popen = subprocess.Popen(
                [str(argument) for argument in command.arguments],
                cwd=command.folder,
                env={**os.environ, **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, negative for a signal; raises subprocess.TimeoutExpired."""
        return self._popen.wait(timeout)

    def wait_until(self, is_ready: Callable[[], bool], timeout: float = 300.0) -> None:
        """Return once `is_ready` says so; raises ProcessError when the process ends or `timeout` seconds pass."""
        deadline = time.monotonic() + timeout
        while not is_ready():
            if not self.is_running():
                raise ProcessError(self, f'ended with exit code {self._popen.returncode}')
            if time.monotonic() > deadline:
                raise ProcessError(self, f'was not ready after {timeout:.0f} s')
            time.sleep(0.1)

    def send_signal(self, number: signal.Signals) -> None:
        self._popen.send_signal(number)

    def stop(self) -> None:
        """Ask the process to end, and kill its whole group when its grace is over."""
        self.send_signal(self.command.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(self.command.grace)
        self.kill()

    def kill(self) -> None:
        """End the process and all its children at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()

    def last_lines(self, count: int = 20) -> str:
        lines = self.log.read_text(errors='replace').splitlines()
        return '\n'.join(f'    {line}' for line in lines[-count:])
