"""Many endpoints read directly, on a schedule that the worker bears; and then three of ten are silent."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db.models import Q, QuerySet

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import site_name
from devstack.proxmox_ve.faults import TlsFault
from devstack.simulator import start_simulator
from devstack.stack import Stack
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedules.overdue import overdue_endpoints
from netbox_proxbox.schedules.rows import interval_row
from netbox_proxbox.schedules.timetable import next_of_interval

from .estates import endpoint_at
from .long import oldest_in_queue
from .rows import Row
from .throughput import sync_all

__all__ = ('EstateReadDirectly',)

SILENT_OF_TEN, PROCESSES = 3, 4
SHARE_OF_SATURATION = 0.6
# A thousand at five minutes, of which three hundred are silent.
SECONDS_BETWEEN_DUE = 0.3
# The schedule looks every five seconds.
LEAST_SECONDS_BETWEEN_SYNCS = 30
SECONDS_BETWEEN_LOOKS, MOST_SECONDS_OF_A_PORTION, MOST_SECONDS_IN_QUEUE = 2, 1800, 10.0


@dataclass(frozen=True)
class Look:
    """What was seen at one moment: seconds, and a number of endpoints that should not be silent."""

    oldest_in_queue: float
    overdue: int


class EstateReadDirectly:
    """Endpoints that have all been read, and the worker that reads them."""

    def __init__(self, stack: Stack, endpoints: int, nodes: int) -> None:
        self._stack = stack
        self._simulator = start_simulator(stack.supervisor, '--sites', str(endpoints), '--site-nodes', str(nodes))
        self._sites = [site_name(number, nodes) for number in range(1, endpoints + 1)]
        self._endpoints = [endpoint_at(self._simulator, site) for site in self._sites]
        self._what = f'{endpoints} endpoints of {nodes} nodes read directly, {PROCESSES} processes'
        stack.start_worker(f'--concurrency={PROCESSES}', name='directly')

    def for_minutes(self, minutes: float) -> Iterator[Row]:
        """Measure what the worker bears, and let the schedule ask for 60 % of it for so many minutes."""
        rate = self._first_syncs_and_saturation()
        interval = max(LEAST_SECONDS_BETWEEN_SYNCS, math.ceil(len(self._sites) / rate / SHARE_OF_SATURATION))
        yield Row(f'{self._what}: syncs a second when nothing else is asked', f'{rate:.1f}')
        # Before anything is due, or what falls due while it starts would come at once.
        self._stack.start_beat()
        _set_interval(self._endpoints, interval)
        looks, syncs = _watched(minutes * 60, overdue_endpoints)
        yield from _rows(f'{self._what}, every {interval} s: overdue at any moment', looks, syncs)

    def with_silent_hosts(self) -> Iterator[Row]:
        """Look until each host was due twice: when it is silent for the first time, and when it is known to be."""
        interval = max(LEAST_SECONDS_BETWEEN_SYNCS, math.ceil(len(self._sites) * SECONDS_BETWEEN_DUE))
        _set_interval(self._endpoints, interval)
        silent = self._sites[: len(self._sites) * SILENT_OF_TEN // 10]
        control = Control(self._simulator.control_url)
        for site in silent:
            control.break_tls(site, TlsFault.SILENT)
        others = overdue_endpoints().exclude(name__in=[f'{site} directly' for site in silent])
        looks, syncs = _watched(2.2 * interval, others.all)
        what = f'{self._what}, every {interval} s, {len(silent)} silent: overdue of the others at any moment'
        yield from _rows(what, looks, syncs)

    def _first_syncs_and_saturation(self) -> float:
        self._sync_all()
        started = time.perf_counter()
        self._sync_all()
        return len(self._endpoints) / (time.perf_counter() - started)

    def _sync_all(self) -> None:
        """In portions, as each that ends looks at all that wait."""
        for portion in batched(self._endpoints, 1000):
            sync_all(portion, within=MOST_SECONDS_OF_A_PORTION)


def _set_interval(endpoints: Sequence[ProxmoxEndpoint], seconds: int) -> None:
    """Spread the endpoints over the interval, as they are after a while."""
    schedule, now = interval_row(seconds, 'seconds'), clock.database_now()
    for endpoint in endpoints:
        endpoint.sync_interval, endpoint.overdue_at = schedule, None
        endpoint.next_sync_at = next_of_interval(schedule, endpoint.pk, now)
    ProxmoxEndpoint.objects.bulk_update(endpoints, ['sync_interval', 'overdue_at', 'next_sync_at'], batch_size=200)


def _watched(seconds: float, overdue: Callable[[], QuerySet[ProxmoxEndpoint]]) -> tuple[list[Look], str]:
    started_at, deadline, looks = clock.database_now(), time.monotonic() + seconds, []
    while time.monotonic() < deadline:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        looks.append(Look(oldest_in_queue(), overdue().count()))
    asked = SyncRun.objects.filter(requested_at__gte=started_at)
    failed = asked.exclude(Q(status='succeeded') | Q(status__in=('queued', 'running'))).count()
    return looks, f'{asked.count()} syncs, {failed} not well'


def _rows(what: str, looks: Sequence[Look], syncs: str) -> Iterator[Row]:
    overdue, oldest = max(look.overdue for look in looks), max(look.oldest_in_queue for look in looks)
    yield Row(what, f'{overdue}; {syncs}', '0', overdue == 0)
    yield Row('the same: longest time in the queue', f'{oldest:.1f} s', '< 10 s', oldest < MOST_SECONDS_IN_QUEUE)
