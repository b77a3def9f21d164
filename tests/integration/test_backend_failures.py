"""proxbox-api is down, not ready, silent or something else: the run says it, and NetBox stays as it was."""

import re
import socket

import pytest

from devstack.ports import HOST, free_port
from devstack.proxbox_api import ProxboxApiServer
from tests.sources.proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend
from tests.sources.raw_server import RawServer

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .records import Run

pytestmark = pytest.mark.integration

WRONG_KEY = 'a-key-that-nobody-has-ever-registered-there'


def sync_through(
    netbox: NetBox, endpoints: Endpoints, endpoint: int, url: str, key: str = API_KEY, timeout: int = 30
) -> Run:
    """Sync through another backend, which spoils nothing; the login for it is entered again."""
    backend = endpoints.add_backend('other', url, key, timeout=timeout)
    endpoints.change(endpoint, **endpoints.content('lab', backend))
    return sync_without_effect(netbox, endpoint)


def test_it_is_down(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    run = sync_through(netbox, endpoints, known_lab, f'http://{HOST}:{free_port()}')
    assert run.outcome == ('failed', 'backend-unreachable')
    assert 'cannot be reached' in run.cause
    assert 'Check that it runs' in run.cure


def test_it_is_starting(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    with ScriptedBackend(lambda _: Reply(503, {'status': 'initializing', 'init_ok': False})) as backend:
        run = sync_through(netbox, endpoints, known_lab, backend.connection().url)
    assert run.outcome == ('failed', 'backend-unavailable')
    assert 'is not ready to answer' in run.cause
    assert 'Wait for it to start' in run.cure
    assert len(backend.lines) == 4
    retries = run.stages['register']['retries']
    assert [retry.split(' in ')[0] for retry in retries] == ['attempt 2', 'attempt 3', 'attempt 4']
    assert all('is not ready to answer' in retry for retry in retries)


def test_it_hangs(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    with RawServer(read_on) as backend:
        run = sync_through(netbox, endpoints, known_lab, backend.connection().url, timeout=1)
    assert run.outcome == ('failed', 'backend-timeout')
    assert 'did not answer in time' in run.cause
    assert 'raise the timeout of backend' in run.cure


def read_on(connection: socket.socket) -> None:
    """Never answer, until the other side has had enough."""
    while connection.recv(65536):
        pass


def test_it_is_a_login_page(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    page = Reply(200, b'<!doctype html><title>Sign in</title>', {'Content-Type': 'text/html'})
    with ScriptedBackend(lambda _: page) as backend:
        run = sync_through(netbox, endpoints, known_lab, backend.connection().url)
    assert run.outcome == ('failed', 'backend-answer-invalid')
    assert 'login page' in run.cure
    assert len(backend.lines) == 1


def test_a_new_backend_with_a_wrong_key_is_asked_once(
    netbox: NetBox, endpoints: Endpoints, known_lab: int, proxbox_api: ProxboxApiServer
) -> None:
    before = refused_requests(proxbox_api)
    run = sync_through(netbox, endpoints, known_lab, proxbox_api.url, WRONG_KEY)
    assert run.outcome == ('failed', 'backend-key-refused')
    assert 'does not accept the API key' in run.cause
    assert 'Enter a key that is registered' in run.cure
    assert WRONG_KEY not in run.text
    assert refused_requests(proxbox_api) - before == 1


def test_a_key_that_was_withdrawn_pauses_the_backend_until_it_is_saved(
    netbox: NetBox, endpoints: Endpoints, proxbox_api: ProxboxApiServer
) -> None:
    backend = endpoints.add_backend('proxbox-api', proxbox_api.url, proxbox_api.api_key)
    endpoint = endpoints.add('solo', backend)
    assert netbox.sync(endpoint).status == 'succeeded'
    netbox.patch(f'{PLUGIN}/backends/{backend}/', api_key=f'{WRONG_KEY}-either')
    before = refused_requests(proxbox_api)
    assert sync_without_effect(netbox, endpoint).outcome == ('failed', 'backend-key-refused')
    asked_once_for_each_fetch = refused_requests(proxbox_api)
    assert 1 <= asked_once_for_each_fetch - before <= 2
    assert netbox.get(f'{PLUGIN}/backends/{backend}/')['is_paused'] is True
    run = sync_without_effect(netbox, endpoint)
    assert run.outcome == ('failed', 'backend-paused')
    assert 'does not accept the API key' in run.cause
    assert 'save it' in run.cure
    assert refused_requests(proxbox_api) == asked_once_for_each_fetch
    netbox.patch(f'{PLUGIN}/backends/{backend}/', api_key=proxbox_api.api_key)
    assert netbox.get(f'{PLUGIN}/backends/{backend}/')['is_paused'] is False
    assert netbox.sync(endpoint).status == 'succeeded'


def refused_requests(server: ProxboxApiServer) -> int:
    """How many requests the log of proxbox-api has that were answered with 401 or 429."""
    return len(re.findall(r'HTTP/1\.1" (?:401|429)\b', server.log.read_text()))
