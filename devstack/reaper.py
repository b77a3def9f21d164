"""A process that outlives devstack only to clean up after it, however it ended.

It reads what was started from its standard input. The end of that input means that devstack is gone, be it by
SIGKILL: what still runs is stopped, and the folders of the run are removed. One reaper for the whole stack reaches
process groups, works on every POSIX system, and does not care which thread started what, unlike PR_SET_PDEATHSIG.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable

__all__ = ['main', 'read_orders']

GRACE = 10.0


def read_orders(lines: Iterable[str]) -> tuple[dict[int, int], list[str]]:
    """Read all orders to the end of the input: {pid: stop signal} of what still runs, and the folders to remove."""
    running: dict[int, int] = {}
    folders: list[str] = []
    for line in lines:
        order, _, rest = line.rstrip('\n').partition(' ')
        if order == 'started':
            pid, stop_signal = rest.split()
            running[int(pid)] = int(stop_signal)
        elif order == 'ended':
            running.pop(int(rest), None)
        elif order == 'folder':
            folders.append(rest)
    return running, folders


def main() -> None:
    """Wait for the end of devstack, then stop and remove what it left."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    running, folders = read_orders(sys.stdin)
    for pid, stop_signal in running.items():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, stop_signal)
    _kill_after_grace(running)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _kill_after_grace(pids: Iterable[int]) -> None:
    deadline = time.monotonic() + GRACE
    while any(_group_exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _group_exists(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == '__main__':
    main()
