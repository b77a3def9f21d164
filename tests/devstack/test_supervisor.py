"""A supervisor leaves nothing behind, whether it ends or is killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from devstack.paths import ROOT
from devstack.process import Command, ProcessError
from devstack.reaper import GRACE
from devstack.supervisor import StoppedError, Supervisor

from .processes import eventually, is_gone

SLEEP = Command('sleep', ['sleep', '600'])
SCRIPT = """
import signal, sys
from pathlib import Path
from devstack.process import Command
from devstack.supervisor import Supervisor
with Supervisor(Path(sys.argv[1])) as supervisor:
    print(supervisor.start(Command('sleep', ['sleep', '600'])).pid, supervisor.new_folder(), flush=True)
    signal.pause()
"""


def test_everything_is_stopped_at_the_end(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        processes = [supervisor.start(SLEEP), supervisor.start(SLEEP, foundation=True)]
        folder = supervisor.new_folder()
    assert not any(process.is_running() for process in processes)
    assert not folder.exists()


def test_nothing_starts_after_the_end(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        pass
    with pytest.raises(StoppedError):
        supervisor.start(SLEEP)


def test_killed_it_still_leaves_nothing(tmp_path: Path) -> None:
    script = subprocess.Popen(
        [sys.executable, '-c', SCRIPT, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert script.stdout
    pid, folder = script.stdout.readline().split()
    script.kill()
    script.communicate()
    assert eventually(lambda: is_gone(int(pid)) and not Path(folder).exists(), within=GRACE + 30)


def test_a_command_that_fails_is_an_error(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor, pytest.raises(ProcessError, match='failed with exit code 1'):
        supervisor.run(Command('false', ['false']))


def test_it_tells_what_has_ended_by_itself(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        short = supervisor.start(Command('true', ['true']))
        supervisor.start(SLEEP)
        short.wait()
        assert supervisor.ended() == [short]
