"""Both sources side by side: one sync of 32 nodes for a person who waits, and how many syncs a second."""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from statistics import median

from devstack.credentials import Credentials
from devstack.process import Process
from devstack.proxbox_api import ProxboxApiServer, install_proxbox_api, start_proxbox_api
from devstack.proxmox_ve.estates import find_estate, site_name
from devstack.simulator import ProxmoxSimulator, start_simulator
from devstack.stack import Stack
from netbox_proxbox.messages import broker
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.runs.request import request_sync
from tests.integration.waiting import wait_for

from .estates import endpoint_at
from .references import bare_chords
from .rows import Row, seconds_of
from .throughput import sync_all
from .workers import cpu_seconds

__all__ = ('speed_of_both_sources',)

FARM, SITES, SITES_THROUGH, SITE_NODES = 'farm', 60, 10, 8
# Each of the worker's processes connects, and imports, for the first time.
ROUNDS_TO_WARM_UP, ROUNDS, ROUNDS_OF_SITES, PROCESSES = 6, 15, 3, 4
MOST_SECONDS, MOST_RATIO, LEAST_TIMES = 0.5, 2.0, 8.0
NO_RATE_LIMIT = '1000000'


@dataclass(frozen=True)
class Speed:
    """Syncs a second, and the seconds of processor time that each cost the worker and proxbox-api."""

    a_second: float
    of_worker: float
    of_service: float


def speed_of_both_sources(stack: Stack) -> Iterator[Row]:
    """Let both read simulated clusters of the same sizes, in turn, so that a slow moment of the machine meets both."""
    options = ['--estate', FARM, '--sites', str(SITES + SITES_THROUGH), '--site-nodes', str(SITE_NODES)]
    simulator = start_simulator(stack.supervisor, *options)
    worker = stack.start_worker(f'--concurrency={PROCESSES}', name='sources')
    yield from _one_sync(stack, simulator)
    yield from _many_syncs(stack, simulator, worker)
    stack.supervisor.stop(worker)
    ProxmoxEndpoint.objects.all().delete()


def _one_sync(stack: Stack, simulator: ProxmoxSimulator) -> Iterator[Row]:
    endpoint = endpoint_at(simulator, FARM)
    bare, run_bare = bare_chords(stack, broker.broker_url(), PROCESSES, 1)
    ask = _bare_requests(simulator)
    works = (lambda: _seconds_of_a_sync(endpoint), lambda: seconds_of(ask, 1), lambda: seconds_of(run_bare, 1))
    _rounds(works, ROUNDS_TO_WARM_UP)
    ours, requests, chord = (median(seconds) for seconds in zip(*_rounds(works, ROUNDS), strict=True))
    stack.supervisor.stop(bare)
    ratio = ours / (requests + chord)
    figure = 'one sync of 32 nodes, read directly, from request to end'
    yield Row(figure, f'{ours * 1000:.0f} ms', '< 500 ms', ours < MOST_SECONDS)
    measured = f'{ratio:.2f} ({requests * 1000:.0f} ms + {chord * 1000:.0f} ms)'
    yield Row('the same against two bare HTTPS requests and one bare chord', measured, '<= 2', ratio <= MOST_RATIO)


def _many_syncs(stack: Stack, simulator: ProxmoxSimulator, worker: Process) -> Iterator[Row]:
    service = _proxbox_api(stack)
    backend = ProxboxBackend.objects.create(name='real', base_url=service.url, api_key=service.api_key)
    sites = [site_name(number, SITE_NODES) for number in range(1, SITES + SITES_THROUGH + 1)]
    direct = [endpoint_at(simulator, site) for site in sites[:SITES]]
    through = [endpoint_at(simulator, site, backend) for site in sites[SITES:]]
    for endpoints in (direct, through):
        sync_all(endpoints)
    rounds = [[_speed(sites, worker, service.process) for sites in (direct, through)] for _ in range(ROUNDS_OF_SITES)]
    ours, theirs = (_median_of(speeds) for speeds in zip(*rounds, strict=True))
    times = ours.a_second / theirs.a_second
    figure = f'syncs of {SITE_NODES} nodes read directly, against those through the real proxbox-api'
    measured = f'{ours.a_second:.1f} against {theirs.a_second:.2f} a second: {times:.1f} times'
    yield Row(figure, measured, f'>= {LEAST_TIMES:.0f} times', times >= LEAST_TIMES)
    cost = f'{ours.of_worker:.2f} s against {theirs.of_worker:.2f} s, and {theirs.of_service:.2f} s of proxbox-api'
    yield Row('the same: processor time of the worker for each sync', cost)


def _speed(endpoints: Sequence[ProxmoxEndpoint], worker: Process, service: Process) -> Speed:
    processes = (worker, service)
    before, started = [cpu_seconds(process) for process in processes], time.perf_counter()
    sync_all(endpoints)
    seconds = time.perf_counter() - started
    used = (cpu_seconds(process) - cpu for process, cpu in zip(processes, before, strict=True))
    return Speed(len(endpoints) / seconds, *(cpu / len(endpoints) for cpu in used))


def _median_of(speeds: Sequence[Speed]) -> Speed:
    return Speed(*map(median, zip(*map(astuple, speeds), strict=True)))


def _rounds(works: Sequence[Callable[[], float]], number: int) -> list[list[float]]:
    return [[work() for work in works] for _ in range(number)]


def _seconds_of_a_sync(endpoint: ProxmoxEndpoint) -> float:
    """Ask for one as a person does, and return how long it took from there to its end, as its run has it."""
    run = request_sync(endpoint, trigger='api')

    def has_ended() -> bool:
        run.refresh_from_db()
        return not run.is_active

    wait_for(has_ended, every=0.02)
    assert run.status == 'succeeded', run.cause
    assert run.ended_at is not None
    return (run.ended_at - run.requested_at).total_seconds()


def _bare_requests(simulator: ProxmoxSimulator) -> Callable[[], None]:
    """Both questions of a sync, each over a verified connection of its own, with nothing around them."""
    trust = ssl.create_default_context(cadata=simulator.authorities[FARM])
    access, host, port = find_estate(FARM).access, simulator.hosts[FARM], simulator.ports[FARM]
    headers = {'Authorization': f'PVEAPIToken={access.username}!{access.token_name}={access.token_value}'}

    def ask() -> None:
        for path in ('/cluster/status', '/nodes'):
            connection = http.client.HTTPSConnection(host, port, context=trust)
            connection.request('GET', f'/api2/json{path}', headers=headers)
            assert json.load(connection.getresponse())['data']
            connection.close()

    return ask


def _proxbox_api(stack: Stack) -> ProxboxApiServer:
    python, folder = install_proxbox_api(stack.supervisor), stack.supervisor.new_folder()
    return start_proxbox_api(python, folder, Credentials(), stack.supervisor, PROXBOX_RATE_LIMIT=NO_RATE_LIMIT)
