"""The worker is killed or stopped in the middle of a sync: every run ends all the same, and says how."""

import os
import signal

import pytest

from .endpoints import Endpoints
from .instant_backend import CLUSTER_STATUS, NODE_LISTING, InstantBackend
from .netbox import NetBox
from .services import Services

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


def test_runs_that_are_asked_for_without_a_worker_are_done_when_it_is_back_even_if_their_messages_are_lost(
    netbox: NetBox, services: Services, endpoints: Endpoints, instant_endpoint: int
) -> None:
    with InstantBackend(cluster_name='another') as another:
        other_endpoint = endpoints.add('lab', endpoints.add_backend('another', another.url, another.api_key))
        services.stop_worker()
        forgotten = netbox.request_sync(instant_endpoint)
        services.broker.empty()
        waiting = netbox.request_sync(other_endpoint)
        assert netbox.request_sync(instant_endpoint).id == forgotten.id
        services.start_worker()
        assert netbox.ended(waiting.id).outcome == ('succeeded', '')
        assert netbox.run(forgotten.id).status == 'queued'
        services.sweep()
        assert netbox.ended(forgotten.id).outcome == ('succeeded', '')
