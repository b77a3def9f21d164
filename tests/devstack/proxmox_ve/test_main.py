"""The process: it says when it is ready, and ends when told to."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from devstack.proxmox_ve.control import Control

COMMAND = [sys.executable, '-m', 'devstack.proxmox_ve']


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The process while it runs; killed if it outlives the test."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(20, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


def test_it_tells_its_addresses_serves_and_ends_cleanly() -> None:
    with started('--estate', 'lab@pve3', '--sites', '2', '--site-nodes', '4') as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready['ready'] is True
        assert list(ready['estates']) == ['lab@pve3', 'site-1x4', 'site-2x4']
        assert Control(ready['control']).state('lab').ports == {'lab@pve3': ready['estates']['lab@pve3']['port']}
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def test_each_node_is_told_with_its_address_and_its_authority() -> None:
    with started('--estate', 'lab@*') as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        hosts = {label: door['host'] for label, door in ready['estates'].items()}
        assert hosts == {'lab@pve1': '127.0.1.1', 'lab@pve2': '127.0.1.2', 'lab@pve3': '127.0.1.3'}
        authority = Control(ready['control']).state('lab').authority
        assert {door['authority'] for door in ready['estates'].values()} == {authority}


def test_live_estates_move_by_themselves() -> None:
    with started('--estate', 'lab', '--live', '--pace', '0.001') as process:
        assert process.stdout is not None
        control = Control(json.loads(process.stdout.readline())['control'])
        first = control.state('lab')
        while (later := control.state('lab')).config_version < first.config_version + 3:
            assert process.poll() is None
        assert later.time > first.time
        assert later.nodes[0].cpu != first.nodes[0].cpu


@pytest.mark.parametrize('arguments', [['--estate', 'nowhere'], ['--estate', 'lab=x'], ['--port', '1']])
def test_a_wrong_argument_ends_it_with_a_message(arguments: list[str]) -> None:
    ended = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert arguments[1] in ended.stderr or 'required' in ended.stderr or 'unrecognized' in ended.stderr
