"""One run at a time for each endpoint, and what the REST API answers to whoever asks for one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from .endpoints import Endpoints
from .instant_backend import CLUSTER_STATUS, InstantBackend
from .netbox import PLUGIN, NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration

REQUESTS = 20


def test_a_request_is_answered_with_the_new_run(netbox: NetBox, instant_endpoint: int) -> None:
    path = f'{PLUGIN}/endpoints/{instant_endpoint}/sync/'
    answer = netbox.answer('POST', path)
    run = answer.json()
    assert answer.status_code == 202
    assert run['status'] in ({'value': 'queued', 'label': 'Queued'}, {'value': 'running', 'label': 'Running'})
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


def test_runs_that_find_no_room_at_a_backend_wait_for_it(
    netbox: NetBox, endpoints: Endpoints, instant: InstantBackend
) -> None:
    backend = endpoints.add_backend('instant', instant.url, instant.api_key, max_concurrent=2, timeout=60)
    ids = [endpoints.add('lab', backend) for _ in range(10)]
    with instant.held(CLUSTER_STATUS):
        asked = [netbox.request_sync(endpoint) for endpoint in ids]
        wait_for(lambda: len(netbox.find(f'{PLUGIN}/sync-runs/', status='queued')) == 8)
        assert instant.lines.count(f'GET {CLUSTER_STATUS}') <= 2
    assert {netbox.ended(run.id).outcome for run in asked} == {('succeeded', '')}


def test_an_endpoint_is_deleted_while_it_is_read(
    netbox: NetBox, services: Services, endpoints: Endpoints, instant: InstantBackend, instant_endpoint: int
) -> None:
    said_before = len(services.worker.log.read_text())
    with instant.held(CLUSTER_STATUS) as gate:
        run = netbox.request_sync(instant_endpoint)
        assert gate.reached.wait(30)
        endpoints.remove(instant_endpoint)
        assert netbox.attempt('GET', f'{PLUGIN}/sync-runs/{run.id}/').status_code == 404
    wait_for(lambda: re.search(r'\bprune\S* succeeded', services.worker.log.read_text()[said_before:]) is not None)
    assert 'Traceback' not in services.worker.log.read_text()[said_before:]
