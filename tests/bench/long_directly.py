"""Many endpoints read directly, on a schedule that the worker bears; and then three of ten are silent."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import site_name
from devstack.proxmox_ve.faults import TlsFault
from devstack.simulator import ProxmoxSimulator, start_simulator
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

__all__ = ('direct_estate_for_minutes',)

NODES, SILENT_OF_TEN, PROCESSES = 16, 3, 4
SHARE_OF_SATURATION = 0.6
# A thousand at five minutes, of which three hundred are silent.
SECONDS_BETWEEN_DUE = 0.3
SECONDS_BETWEEN_LOOKS, MOST_SECONDS_OF_FIRST_SYNCS, MOST_SECONDS_IN_QUEUE = 2, 3600, 10.0


@dataclass(frozen=True)
class Look:
    """What was seen at one moment: seconds, and a number of endpoints that should not be silent."""

    oldest_in_queue: float
    overdue: int


def direct_estate_for_minutes(stack: Stack, minutes: float, endpoints: int) -> Iterator[Row]:
    """Measure what the worker bears, let the schedule ask for 60 % of it, and then let hosts fall silent."""
    simulator = start_simulator(stack.supervisor, '--sites', str(endpoints), '--site-nodes', str(NODES))
    sites = [site_name(number, NODES) for number in range(1, endpoints + 1)]
    read = [endpoint_at(simulator, site) for site in sites]
    stack.start_worker(f'--concurrency={PROCESSES}', name='directly')
    sync_all(read, within=MOST_SECONDS_OF_FIRST_SYNCS)
    started = time.perf_counter()
    sync_all(read, within=MOST_SECONDS_OF_FIRST_SYNCS)
    rate = endpoints / (time.perf_counter() - started)
    interval = math.ceil(endpoints / rate / SHARE_OF_SATURATION)
    what = f'{endpoints} endpoints of {NODES} nodes read directly, {PROCESSES} processes: '
    yield Row(f'{what}syncs a second when nothing else is asked', f'{rate:.1f}')
    # Before anything is due, or what falls due while it starts would come at once.
    stack.start_beat()
    _set_interval(read, interval)
    yield from _well(f'{what}every {interval} s', minutes * 60)
    interval = max(interval, round(endpoints * SECONDS_BETWEEN_DUE))
    _set_interval(read, interval)
    silent = sites[: endpoints * SILENT_OF_TEN // 10]
    yield from _outage(f'{what}every {interval} s, {len(silent)} silent', simulator, silent, 2.2 * interval)


def _well(what: str, seconds: float) -> Iterator[Row]:
    started_at = clock.database_now()
    looks = list(_looks(seconds, overdue_endpoints))
    overdue, oldest = _worst(looks)
    told = f'{overdue}; {_syncs_since(started_at)}'
    yield Row(f'{what}: overdue at any moment', told, '0', overdue == 0)
    yield Row('the same: longest time in the queue', f'{oldest:.1f} s', '< 10 s', oldest < MOST_SECONDS_IN_QUEUE)


def _outage(what: str, simulator: ProxmoxSimulator, silent: Sequence[str], seconds: float) -> Iterator[Row]:
    """Look until each host was due twice: when it is silent for the first time, and when it is known to be."""
    control = Control(simulator.control_url)
    for site in silent:
        control.break_tls(site, TlsFault.SILENT)
    started_at = clock.database_now()
    others = [f'{site} directly' for site in silent]
    looks = list(_looks(seconds, lambda: overdue_endpoints().exclude(name__in=others)))
    overdue, oldest = _worst(looks)
    told = f'{overdue}; {_syncs_since(started_at)}'
    yield Row(f'{what}: overdue of the others at any moment', told, '0', overdue == 0)
    yield Row('the same: longest time in the queue', f'{oldest:.0f} s')


def _set_interval(endpoints: Sequence[ProxmoxEndpoint], seconds: int) -> None:
    """Spread the endpoints over the interval, as they are after a while."""
    schedule, now = interval_row(seconds, 'seconds'), clock.database_now()
    for endpoint in endpoints:
        endpoint.sync_interval, endpoint.overdue_at = schedule, None
        endpoint.next_sync_at = next_of_interval(schedule, endpoint.pk, now)
    ProxmoxEndpoint.objects.bulk_update(endpoints, ['sync_interval', 'overdue_at', 'next_sync_at'], batch_size=200)


def _looks(seconds: float, overdue: Callable[[], QuerySet[ProxmoxEndpoint]]) -> Iterator[Look]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        yield Look(oldest_in_queue(), overdue().count())


def _worst(looks: Sequence[Look]) -> tuple[int, float]:
    return max(look.overdue for look in looks), max(look.oldest_in_queue for look in looks)


def _syncs_since(started_at: object) -> str:
    asked = SyncRun.objects.filter(requested_at__gte=started_at)
    failed = asked.exclude(Q(status='succeeded') | Q(status__in=('queued', 'running'))).count()
    return f'{asked.count()} syncs, {failed} not well'
