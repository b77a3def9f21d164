"""How many syncs a second, beside bare chords of the same shape on the same broker; and what a child keeps of them."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from uuid import uuid4

from redis import Redis

from devstack.stack import Stack
from netbox_proxbox import broker, dispatch
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync import runs
from netbox_proxbox.sync.capacity import take_waiting
from tests.integration.waiting import wait_for

from .estates import add_backend, add_endpoints
from .rows import Row
from .workers import BROKER_VARIABLE, backend, bare_worker, children_of, resident_bytes

__all__ = ('memory_of_a_child', 'speed_of_syncs')

ENDPOINTS, ROUNDS, NODES, PROCESSES = 100, 3, 8, 4
LEAST_RATIO, MOST_GROWTH, SYNCS_OF_A_CHILD = 0.6, 20 * 2**20, 1000
MOST_SECONDS_OF_A_ROUND = 300
KEPT_ALIVE = '--max-tasks-per-child=1000000'


def speed_of_syncs(stack: Stack) -> Iterator[Row]:
    """Let both workers work in turn, so that a slow moment of the machine meets both."""
    url = broker.broker_url()
    os.environ[BROKER_VARIABLE] = url
    with backend(NODES) as address:
        endpoints = add_endpoints(add_backend('instant', address, max_concurrent=100), ENDPOINTS)
        workers = [stack.start_worker(f'--concurrency={PROCESSES}', name='sync'), bare_worker(stack, url, PROCESSES)]
        _sync(endpoints)
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(_rate(lambda: _run_bare_chords(url, ENDPOINTS)))
            ours.append(_rate(lambda: _sync(endpoints)))
        for worker in workers:
            stack.supervisor.stop(worker)
    # Other endpoints that lead to clusters of these names would be refused.
    ProxmoxEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in endpoints]).delete()
    ratio = median(ours) / median(bare)
    measured = f'{median(ours):.1f} against {median(bare):.1f} a second: {ratio:.2f}'
    yield Row(
        f'syncs of {NODES} nodes, instant backend, {PROCESSES} processes on {_cores()} cores, against bare chords',
        *(measured, f'>= {LEAST_RATIO}', ratio >= LEAST_RATIO),
    )


def memory_of_a_child(stack: Stack) -> Iterator[Row]:
    """Let a single child do many syncs."""
    with backend(NODES) as address:
        endpoints = add_endpoints(add_backend('for memory', address, max_concurrent=100), ENDPOINTS)
        worker = stack.start_worker('--concurrency=1', KEPT_ALIVE, name='memory')
        _sync(endpoints)
        (child,) = children_of(worker)
        before = resident_bytes(child)
        for _ in range(SYNCS_OF_A_CHILD // ENDPOINTS):
            _sync(endpoints)
        growth = resident_bytes(child) - before
        stack.supervisor.stop(worker)
    measured = f'{growth / 2**20:+.1f} MiB, at {before / 2**20:.0f} MiB'
    yield Row(f'memory of a child after {SYNCS_OF_A_CHILD} syncs', measured, '< 20 MiB', growth < MOST_GROWTH)


def _rate(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return ENDPOINTS / (time.perf_counter() - started)


def _sync(endpoints: Sequence[ProxmoxEndpoint]) -> None:
    newest = SyncRun.objects.order_by('pk').values_list('pk', flat=True).last() or 0
    runs.insert_many(endpoints, 'schedule')
    dispatch.publish(take_waiting())
    active = SyncRun.objects.filter(status__in=('queued', 'running'))
    wait_for(lambda: not active.exists(), within=MOST_SECONDS_OF_A_ROUND, every=0.05)
    others = SyncRun.objects.filter(pk__gt=newest).exclude(status='succeeded')
    assert not others, list(others.values_list('endpoint__name', 'status', 'cause')[:3])


def _run_bare_chords(url: str, number: int) -> None:
    from . import bare

    ended = f'bare-ended:{uuid4()}'
    with Redis.from_url(url) as redis:
        for _ in range(number):
            bare.begin.apply_async((ended,), ignore_result=True)
        wait_for(lambda: int(redis.get(ended) or 0) >= number, within=MOST_SECONDS_OF_A_ROUND, every=0.02)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1
