"""One run at a time for each endpoint, and what the REST API answers to whoever asks for one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .endpoints import Endpoints
from .instant_backend import CLUSTER_STATUS, InstantBackend
from .netbox import PLUGIN, NetBox

pytestmark = pytest.mark.integration

REQUESTS = 20


def test_a_request_is_answered_with_the_new_run(netbox: NetBox, instant_endpoint: int) -> None:
    path = f'{PLUGIN}/endpoints/{instant_endpoint}/sync/'
    answer = netbox.answer('POST', path)
    run = answer.json()
    assert answer.status_code == 202
    assert run['status'] == {'value': 'queued', 'label': 'Queued'}
    assert run['trigger']['value'] == 'api'
    assert (run['endpoint']['id'], run['user']['username']) == (instant_endpoint, 'admin')
    assert run['url'] == f'{netbox.url}{PLUGIN}/sync-runs/{run["id"]}/'
    assert [run[name] for name in ('result', 'cause', 'cure', 'error_code', 'ended_at')] == [None, '', '', '', None]
    assert netbox.ended(run['id']).status == 'succeeded'


def test_twenty_requests_at_once_are_one_run(netbox: NetBox, instant_endpoint: int, instant: InstantBackend) -> None:
    with instant.held(CLUSTER_STATUS) as gate, ThreadPoolExecutor(REQUESTS) as pool:
        asked = list(pool.map(netbox.request_sync, [instant_endpoint] * REQUESTS))
        gate.opened.set()
    (run_id,) = {run.id for run in asked}
    assert netbox.ended(run_id).outcome == ('succeeded', '')
    assert [run.id for run in netbox.runs(instant_endpoint)] == [run_id]
    assert instant.lines.count(f'GET {CLUSTER_STATUS}') == 1


def test_an_active_run_is_not_deleted(netbox: NetBox, instant_endpoint: int, instant: InstantBackend) -> None:
    with instant.held(CLUSTER_STATUS) as gate:
        run = netbox.request_sync(instant_endpoint)
        assert gate.reached.wait(30)
        refused = netbox.attempt('DELETE', f'{PLUGIN}/sync-runs/{run.id}/')
        assert refused.status_code == 409
        assert 'is still active' in refused.json()['detail']
    assert netbox.ended(run.id).status == 'succeeded'
    netbox.delete(f'{PLUGIN}/sync-runs/{run.id}/')
    assert netbox.runs(instant_endpoint) == []


def test_no_more_runs_are_out_at_a_backend_than_it_takes(
    netbox: NetBox, endpoints: Endpoints, instant: InstantBackend
) -> None:
    backend = endpoints.add_backend('instant', instant.url, instant.api_key, max_concurrent=1)
    first, second = (endpoints.add('lab', backend) for _ in range(2))
    with instant.held(CLUSTER_STATUS) as gate:
        running = netbox.request_sync(first)
        assert gate.reached.wait(30)
        waiting = netbox.request_sync(second)
        assert netbox.run(waiting.id).status == 'queued'
        assert instant.lines.count(f'GET {CLUSTER_STATUS}') == 1
    assert netbox.ended(running.id).status == 'succeeded'
    assert netbox.ended(waiting.id).outcome == ('failed', 'duplicate-cluster')
