"""Free ports are free, and never the same, in whatever process they are asked for."""

import socket
import subprocess
import sys

import pytest

from devstack import ports
from devstack.paths import ROOT
from devstack.ports import HOST, free_port

SCRIPT = """
import sys
from devstack.ports import free_port
print(free_port(), flush=True)
sys.stdin.read()
"""


def test_nobody_listens_on_a_free_port() -> None:
    with socket.socket() as listener:
        listener.bind((HOST, free_port()))


def test_no_port_is_given_twice() -> None:
    given = [free_port() for _ in range(50)]
    assert len(set(given)) == 50


def test_a_port_that_another_process_was_given_is_not_free_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, '-c', SCRIPT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout
        port = int(other.stdout.readline())
        monkeypatch.setattr(ports, '_CANDIDATES', range(port, port + 1))
        with pytest.raises(OSError, match='no free port'):
            free_port()
    assert free_port() == port
