"""How many syncs a second, beside bare chords of the same shape on the same broker; and what a child keeps of them."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from devstack.stack import Stack
from netbox_proxbox.messages import broker
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import insert_due
from netbox_proxbox.runs.start import start_queued
from tests.integration.waiting import wait_for

from .estates import add_backend, add_endpoints
from .references import bare_chords, syncs_by_hand
from .rows import Row
from .workers import backend, children_of, resident_bytes

__all__ = ('memory_of_a_child', 'speed_of_syncs', 'sync_all')

ENDPOINTS, ROUNDS, NODES, PROCESSES = 100, 3, 8, 4
LEAST_RATIO, MOST_GROWTH, SYNCS_OF_A_CHILD = 0.5, 20 * 2**20, 1000
MOST_SECONDS_OF_A_ROUND = 300
KEPT_ALIVE = '--max-tasks-per-child=1000000'


def speed_of_syncs(stack: Stack) -> Iterator[Row]:
    """Let all workers work in turn, so that a slow moment of the machine meets each of them."""
    url = broker.broker_url()
    with backend(NODES) as address:
        endpoints = add_endpoints(add_backend('instant', address, max_concurrent=100), ENDPOINTS)
        sync = stack.start_worker(f'--concurrency={PROCESSES}', name='sync')
        sync_all(endpoints)
        bare, run_bare = bare_chords(stack, url, PROCESSES, ENDPOINTS)
        by_hand, run_by_hand = syncs_by_hand(stack, url, address, PROCESSES, ENDPOINTS)
        rates = _rates(run_bare, lambda: sync_all(endpoints), run_by_hand)
        for worker in (sync, bare, by_hand):
            stack.supervisor.stop(worker)
    # Other endpoints that lead to clusters of these names would be refused.
    ProxmoxEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in endpoints]).delete()
    yield from _rows(*rates)


def _rows(bare: float, ours: float, by_hand: float) -> Iterator[Row]:
    where = f'{NODES} nodes, instant backend, {PROCESSES} processes on {_cores()} cores'
    ratio = ours / by_hand
    measured = f'{ours:.1f} against {by_hand:.1f} a second: {ratio:.2f}'
    yield Row(f'syncs of {where}, against the same by hand', measured, f'>= {LEAST_RATIO}', ratio >= LEAST_RATIO)
    yield Row('the same against bare chords', f'{bare:.1f} a second: {ours / bare:.2f}')


def memory_of_a_child(stack: Stack) -> Iterator[Row]:
    """Let a single child do many syncs."""
    with backend(NODES) as address:
        endpoints = add_endpoints(add_backend('for memory', address, max_concurrent=100), ENDPOINTS)
        worker = stack.start_worker('--concurrency=1', KEPT_ALIVE, name='memory')
        sync_all(endpoints)
        (child,) = children_of(worker)
        before = resident_bytes(child)
        for _ in range(SYNCS_OF_A_CHILD // ENDPOINTS):
            sync_all(endpoints)
        growth = resident_bytes(child) - before
        stack.supervisor.stop(worker)
    measured = f'{growth / 2**20:+.1f} MiB, at {before / 2**20:.0f} MiB'
    yield Row(f'memory of a child after {SYNCS_OF_A_CHILD} syncs', measured, '< 20 MiB', growth < MOST_GROWTH)


def _rates(*works: Callable[[], object]) -> list[float]:
    """Do each in turn, several times, and return how many a second each did in the median."""
    for work in works:
        work()
    rounds = [[_rate(work) for work in works] for _ in range(ROUNDS)]
    return [median(rates) for rates in zip(*rounds, strict=True)]


def _rate(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return ENDPOINTS / (time.perf_counter() - started)


def sync_all(endpoints: Sequence[ProxmoxEndpoint], *, within: float = MOST_SECONDS_OF_A_ROUND) -> None:
    """Let a schedule ask for all of them at once, and return when each has succeeded."""
    newest = SyncRun.objects.order_by('pk').values_list('pk', flat=True).last() or 0
    insert_due(endpoints, 'schedule')
    start_queued()
    active = SyncRun.objects.filter(status__in=('queued', 'running'))
    wait_for(lambda: not active.exists(), within=within, every=0.05)
    others = SyncRun.objects.filter(pk__gt=newest).exclude(status='succeeded')
    assert not others, list(others.values_list('endpoint__name', 'status', 'cause')[:3])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1
