"""Many endpoints on a schedule, spread over backends that answer as slowly as proxbox-api does."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet
from redis import Redis

from devstack.process import Process
from devstack.stack import Stack
from netbox_proxbox.database import clock
from netbox_proxbox.messages import broker
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedules.overdue import overdue_endpoints
from tests.integration.waiting import wait_for

from .estates import add_backend, add_endpoints
from .rows import Row
from .workers import backend, cpu_seconds, pool_bytes

__all__ = ('an_estate_for_minutes', 'oldest_in_queue')

MINUTES_BETWEEN_SYNCS = 5
# Each bears three requests a second, and a sync takes three: they work at two thirds of what they can.
OF_A_BACKEND, REQUESTS_A_SECOND = 200, 3.0
# They wait for these backends most of the time: four, the default, would do two and a half syncs a second.
PROCESSES = 8
CORES, SECONDS_BETWEEN_LOOKS, MOST_SECONDS_OF_FIRST_SYNCS = 2, 5, 1800
OLDEST_IN_QUEUE, MOST_IN_REDIS, MOST_GROWTH = 30.0, 20 * 2**20, 20 * 2**20


@dataclass(frozen=True)
class Look:
    """What was seen at one moment: seconds, bytes and a number of endpoints."""

    oldest_in_queue: float
    in_redis: int
    resident: int
    overdue: int


def an_estate_for_minutes(stack: Stack, minutes: float, endpoints: int, nodes: int) -> Iterator[Row]:
    """Let every endpoint be read once, and what fell due meanwhile; then look at the schedule for so many minutes."""
    number = math.ceil(endpoints / OF_A_BACKEND)
    with ExitStack() as backends:
        for each in range(number):
            address = backends.enter_context(backend(nodes, REQUESTS_A_SECOND))
            add_endpoints(add_backend(f'slow {each}', address), endpoints // number, minutes=MINUTES_BETWEEN_SYNCS)
        worker, _ = stack.start_worker(f'--concurrency={PROCESSES}'), stack.start_beat()
        wait_for(_is_in_step, within=MOST_SECONDS_OF_FIRST_SYNCS, every=SECONDS_BETWEEN_LOOKS)
        started_at, cpu = clock.database_now(), cpu_seconds(worker)
        looks = list(_looks(worker, minutes * 60))
        share = (cpu_seconds(worker) - cpu) / (minutes * 60 * CORES)
        what = f'{endpoints} endpoints of {nodes} nodes at {MINUTES_BETWEEN_SYNCS} minutes: '
        yield from _rows(what, looks, SyncRun.objects.filter(requested_at__gte=started_at), share)
        yield Row('the same: backends of three requests a second', str(number))


def _is_in_step() -> bool:
    """Tell whether the burst of first syncs, which take longer than the interval, is over."""
    if ProxmoxEndpoint.objects.filter(last_read_at=None).exists() or overdue_endpoints().exists():
        return False
    return oldest_in_queue() < OLDEST_IN_QUEUE


def oldest_in_queue() -> float:
    """Return for how many seconds the oldest run has waited for a process of the worker."""
    oldest = SyncRun.objects.filter(status='queued').aggregate(at=Min('requested_at'))['at']
    return (clock.database_now() - oldest).total_seconds() if oldest else 0.0


def _looks(worker: Process, seconds: float) -> Iterator[Look]:
    deadline = time.monotonic() + seconds
    with Redis.from_url(broker.broker_url()) as redis:
        while time.monotonic() < deadline:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            yield Look(
                oldest_in_queue=oldest_in_queue(),
                in_redis=int(redis.info('memory')['used_memory']),
                resident=pool_bytes(worker),
                overdue=overdue_endpoints().count(),
            )


def _rows(what: str, looks: Sequence[Look], asked: QuerySet[SyncRun], share: float) -> Iterator[Row]:
    failed = asked.exclude(Q(status='succeeded') | Q(status__in=('queued', 'running'))).count()
    overdue, oldest = max(look.overdue for look in looks), max(look.oldest_in_queue for look in looks)
    in_redis, growth = max(look.in_redis for look in looks), looks[-1].resident - looks[0].resident
    yield Row(f'{what}overdue at any moment', f'{overdue}; {asked.count()} syncs, {failed} not well', '0', overdue == 0)
    yield Row('the same: longest time in the queue', f'{oldest:.0f} s', '< 30 s', oldest < OLDEST_IN_QUEUE)
    yield Row('the same: Redis', f'{in_redis / 2**20:.1f} MiB', '< 20 MiB', in_redis < MOST_IN_REDIS)
    yield Row("the same: growth of the worker's pool", f'{growth / 2**20:+.1f} MiB', '< 20 MiB', growth < MOST_GROWTH)
    yield Row('the same: share of two cores that the worker used', f'{share:.0%}')
