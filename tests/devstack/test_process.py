"""A process is started, waited for and stopped, with real processes."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.process import Command, Process, ProcessError

from .processes import eventually, is_gone

STUBBORN = 'import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print("ready", flush=True); signal.pause()'
PARENT = 'import subprocess; print(subprocess.Popen(["sleep", "600"]).pid, flush=True); import signal; signal.pause()'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / 'logs' / 'process.log'


def python(code: str, grace: float = 15) -> Command:
    return Command('python', [sys.executable, '-c', code], grace=grace)


def started(command: Command, log: Path) -> Process:
    process = Process(command, log)
    process.wait_until(lambda: bool(log.read_text()), timeout=10)
    return process


@pytest.fixture
def stubborn(log: Path) -> Iterator[Process]:
    process = started(python(STUBBORN, grace=0.2), log)
    yield process
    process.kill()


def test_one_that_does_not_listen_is_killed(stubborn: Process) -> None:
    stubborn.stop()
    assert stubborn.wait() == -signal.SIGKILL


def test_children_end_with_it(log: Path) -> None:
    process = started(python(PARENT), log)
    child = int(log.read_text())
    process.kill()
    assert eventually(lambda: is_gone(child))


def test_ctrl_c_in_the_terminal_does_not_reach_it(stubborn: Process) -> None:
    assert os.getpgid(stubborn.pid) != os.getpgid(0)


def test_one_that_ends_before_it_is_ready_shows_its_log(log: Path) -> None:
    process = Process(python('print("no such file"); raise SystemExit(3)'), log)
    with pytest.raises(ProcessError, match=r'exit code 3.*\n.*no such file'):
        process.wait_until(lambda: False, timeout=10)


def test_one_that_is_not_ready_in_time_is_an_error(stubborn: Process) -> None:
    with pytest.raises(ProcessError, match='not ready after 0 s'):
        stubborn.wait_until(lambda: False, timeout=0)
