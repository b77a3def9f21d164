"""The worker is killed or stopped in the middle of a sync: every run ends all the same, and says how."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from devstack.readiness import log_shows

from .endpoints import Endpoints
from .instant_backend import CLUSTER_STATUS, NODE_LISTING, InstantBackend
from .netbox import NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ('path', 'task'), [(CLUSTER_STATUS, 'fetch_cluster'), (NODE_LISTING, 'fetch_nodes')], ids=['cluster', 'nodes']
)
def test_the_process_of_a_fetch_is_killed(
    netbox: NetBox, services: Services, instant: InstantBackend, instant_endpoint: int, path: str, task: str
) -> None:
    assert netbox.sync(instant_endpoint).status == 'succeeded'
    before = netbox.rows(instant_endpoint)
    with instant.held(path) as gate:
        run = netbox.request_sync(instant_endpoint)
        assert gate.reached.wait(30)
        os.kill(services.pid_of(task, run.id), signal.SIGKILL)
        ended = netbox.ended(run.id)
    assert ended.outcome == ('lost', 'run-lost')
    assert 'The worker or the message of this run vanished; its last committed stage: ' in ended.cause
    assert 'look for killed workers' in ended.cure
    assert netbox.rows(instant_endpoint) == before
    assert netbox.changes_of(ended) == []
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')


def test_a_worker_that_is_told_to_stop_ends_what_it_executes_and_another_goes_on(
    netbox: NetBox, services: Services, instant: InstantBackend, instant_endpoint: int
) -> None:
    with instant.held(CLUSTER_STATUS) as gate, ThreadPoolExecutor(1) as pool:
        run = netbox.request_sync(instant_endpoint)
        assert gate.reached.wait(30)
        stopping = pool.submit(services.stop_worker)
        wait_for(lambda: log_shows(services.worker, 'Warm shutdown'))
        gate.opened.set()
        stopping.result()
    assert netbox.run(run.id).has_done('fetch-cluster')
    services.start_worker()
    assert services.ended_among_sweeps(run.id).outcome == ('succeeded', '')


def test_a_killed_worker_costs_the_run_it_was_at_and_none_that_wait(
    netbox: NetBox, services: Services, endpoints: Endpoints, instant: InstantBackend, instant_endpoint: int
) -> None:
    other_endpoint = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))
    with instant.held(CLUSTER_STATUS):
        cut_off = netbox.request_sync(instant_endpoint)
        wait_for(lambda: netbox.run(cut_off.id).has_done('fetch-nodes'))
        services.kill_worker()
    forgotten = netbox.request_sync(other_endpoint)
    services.broker.empty()
    services.start_worker()
    assert [netbox.run(run.id).status for run in (cut_off, forgotten)] == ['running', 'running']
    services.backdate(cut_off.id)
    services.sweep()
    assert netbox.ended(forgotten.id).outcome == ('succeeded', '')
    lost = netbox.ended(cut_off.id)
    assert lost.outcome == ('lost', 'run-lost')
    assert 'its last committed stage: fetch-nodes.' in lost.cause
    assert netbox.rows(instant_endpoint).nodes == {}
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')
