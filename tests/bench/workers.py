"""Workers and backends in processes of their own, and what they use."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from devstack.paths import ROOT
from devstack.process import Command, Process
from devstack.readiness import log_shows
from devstack.stack import Stack

__all__ = ('BROKER_VARIABLE', 'backend', 'children_of', 'cpu_seconds', 'plain_worker', 'pool_bytes', 'resident_bytes')

BROKER_VARIABLE = 'BENCH_BROKER'
NO_DJANGO = {'DJANGO_SETTINGS_MODULE': ''}


@contextmanager
def backend(nodes: int, a_second: float | None = None) -> Iterator[str]:
    """Start a backend whose clusters have so many nodes, and give its address."""
    command = [sys.executable, '-m', 'tests.bench.backend', str(nodes), *([str(a_second)] if a_second else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def plain_worker(stack: Stack, module: str, processes: int, environment: Mapping[str, str]) -> Process:
    """Start a worker that knows no Django, for the tasks of a module of the bench."""
    arguments = ['-m', 'celery', '-A', f'tests.bench.{module}', 'worker', f'--concurrency={processes}']
    command = Command(module, [sys.executable, *arguments, '--loglevel=INFO'], {**environment, **NO_DJANGO})
    process = stack.supervisor.start(command)
    process.wait_until(lambda: log_shows(process, r'@\S+ ready\.'))
    return process


def children_of(worker: Process) -> list[int]:
    """The processes of a worker's pool."""
    return [pid for pid, parent in _process_table('pid', 'ppid') if parent == worker.pid]


def resident_bytes(process: int) -> int:
    """What a process has in memory."""
    return next(kibibytes * 1024 for pid, kibibytes in _process_table('pid', 'rss') if pid == process)


def pool_bytes(worker: Process) -> int:
    """What all processes of a worker's pool have in memory; what they share counts for each."""
    return sum(kibibytes * 1024 for parent, kibibytes in _process_table('ppid', 'rss') if parent == worker.pid)


def cpu_seconds(worker: Process) -> int:
    """The processor time that a worker and its pool have used so far, in whole seconds for each process."""
    own = {worker.pid, *children_of(worker)}
    return sum(seconds for pid, seconds in _process_table('pid', 'cputimes') if pid in own)


def _process_table(*columns: str) -> list[tuple[int, ...]]:
    """All processes; the time of those that have ended counts for their parents, for pools replace theirs."""
    wanted = [f'--format={column}=' for column in columns]
    answer = subprocess.run(['ps', '-A', 'S', *wanted], capture_output=True, text=True, check=True).stdout  # noqa: S607
    return [tuple(map(int, line.split())) for line in answer.splitlines()]
