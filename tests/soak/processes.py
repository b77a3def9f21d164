"""What `ps` tells of a process of the stack."""

import subprocess
from collections.abc import Iterable, Sequence

from devstack.process import Process

__all__ = ('children_of', 'memory_of')


def children_of(process: Process) -> list[int]:
    """Return the ids of the processes that a process has started and that still run."""
    pairs = (line.split() for line in _ps(['-A', '-o', 'pid=,ppid=']))
    return [int(pid) for pid, parent in pairs if int(parent) == process.pid]


def memory_of(process: Process) -> int:
    """Return the resident memory of a process and its children, in MiB; pages that they share count for each."""
    pids = ','.join(map(str, (process.pid, *children_of(process))))
    return sum(map(int, _ps(['-o', 'rss=', '-p', pids]))) // 1024


def _ps(options: Sequence[str]) -> Iterable[str]:
    listed = subprocess.run(['ps', *options], capture_output=True, text=True, check=False)  # noqa: S607
    return listed.stdout.splitlines()
