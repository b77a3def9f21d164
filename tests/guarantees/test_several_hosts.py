"""Workers on hosts of different names, and a beat that stands by: what one host loses, another one goes on with."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from devstack.process import Process
from devstack.readiness import log_shows
from netbox_proxbox.health.heartbeats import TAKEN_OVER_AFTER
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.services import Services
from tests.integration.waiting import wait_for
from worker.standby import SECONDS_BETWEEN_LOOKS

from .scene import Scene

pytestmark = [pytest.mark.integration, pytest.mark.large, pytest.mark.usefixtures('breakpoints')]

SECONDS = 5
OFTEN = {'every': SECONDS, 'period': 'seconds'}
SENDS = 'Sending due task proxbox-tick'
# Which due time a run is of: an endpoint's due times are so many seconds apart, and each is claimed at or after it.
DUE_TIMES = """
    SELECT floor((extract(epoch FROM run.requested_at) - extract(epoch FROM endpoint.next_sync_at)) / %s)
    FROM netbox_proxbox_syncrun AS run JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = run.endpoint_id
    WHERE run.trigger = 'schedule' AND endpoint.id = %s
"""


@dataclass(frozen=True)
class Beats:
    """Two beats: the one that began first, and the other."""

    at_work: Process
    standing_by: Process


@pytest.fixture
def beats(services: Services) -> Iterator[Beats]:
    at_work = services.stack.start_beat(name='beat-of-host-a')
    wait_for(lambda: log_shows(at_work, SENDS))
    standing_by = services.stack.start_beat(name='beat-of-host-b')
    wait_for(lambda: log_shows(standing_by, 'stands by'))
    yield Beats(at_work, standing_by)
    for beat in (at_work, standing_by):
        services.stack.supervisor.stop(beat)


@pytest.fixture
def scheduled(beats: Beats, endpoints: Endpoints, instant_endpoint: int, netbox: NetBox) -> Iterator[int]:
    """An endpoint that is due all the time."""
    endpoints.change(instant_endpoint, sync_interval=OFTEN)
    yield instant_endpoint
    endpoints.change(instant_endpoint, sync_interval=None)
    wait_for(lambda: not any(run.is_active for run in netbox.runs(instant_endpoint)), within=180)


def wait_for_more(netbox: NetBox, endpoint: int, number: int = 1, *, within: float = 60) -> None:
    """Return when so many further runs have ended well."""
    seen = {run.id for run in netbox.runs(endpoint)}

    def further() -> int:
        return sum(run.status == 'succeeded' for run in netbox.runs(endpoint) if run.id not in seen)

    wait_for(lambda: further() >= number, within=within, seen=lambda: netbox.runs(endpoint))


def due_times(services: Services, endpoint: int) -> list[int]:
    with services.database() as database:
        return [int(number) for (number,) in database.execute(DUE_TIMES, [SECONDS, endpoint]).fetchall()]


def killed(services: Services, process: Process) -> None:
    process.kill()
    services.stack.supervisor.stop(process)


def test_a_host_that_fails_costs_what_it_was_at_and_another_goes_on(services: Services, scene: Scene) -> None:
    services.workers.append(services.start_worker_on('host-z'))
    wait_for(lambda: '@host-z was heard' in str(services.netbox.attempt('GET', f'{PLUGIN}/health/').json()))
    run_id, halted = scene.halted_at('commit-reconcile')
    failed = services.worker_of(halted.pid)
    killed(services, failed)
    run = scene.settled(run_id)
    scene.check(run, ('lost',))
    for worker in services.workers[:]:
        services.stack.supervisor.stop(worker)
    services.start_worker()


def test_of_two_beats_one_sends_and_each_due_time_is_one_run(
    services: Services, netbox: NetBox, beats: Beats, scheduled: int
) -> None:
    wait_for_more(netbox, scheduled, 3)
    found = due_times(services, scheduled)
    assert len(set(found)) == len(found)
    assert not log_shows(beats.standing_by, SENDS)


def test_the_beat_that_stands_by_takes_over_from_one_that_is_killed(
    services: Services, netbox: NetBox, beats: Beats, scheduled: int
) -> None:
    wait_for_more(netbox, scheduled)
    killed(services, beats.at_work)
    bound = TAKEN_OVER_AFTER.total_seconds() + 2 * SECONDS_BETWEEN_LOOKS
    wait_for(lambda: log_shows(beats.standing_by, SENDS), within=bound)
    wait_for_more(netbox, scheduled, 2)
    found = due_times(services, scheduled)
    assert len(set(found)) == len(found)


def test_schedules_go_on_after_the_broker_has_failed(
    services: Services, netbox: NetBox, beats: Beats, scheduled: int
) -> None:
    """A run whose messages the broker forgot goes on with the sweep, which beat sends."""
    wait_for_more(netbox, scheduled)
    services.broker.fail()
    wait_for_more(netbox, scheduled, 2, within=180)
    found = due_times(services, scheduled)
    assert len(set(found)) == len(found)
