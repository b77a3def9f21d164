"""Flower shows what the worker does, to those who log in, and changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from flower.urls import handlers
from tornado.routing import URLSpec
from tornado.web import RequestHandler

from devstack.proxmox_ve.estates import ESTATES

from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration

TASKS_OF_A_RUN = {f'worker.tasks.{name}' for name in ('fetch_cluster', 'fetch_nodes', 'reconcile', 'prune')}
READS_BY_POST = '/tasks/datatable'

Ask = Callable[..., requests.Response]


def path_of(handler: Any) -> str:
    pattern: str = handler.regex.pattern if isinstance(handler, URLSpec) else handler[0]
    return pattern.removesuffix('$').replace('(.+)', 'x').replace('/?', '')


def takes_posts(handler: Any) -> bool:
    kind = handler.handler_class if isinstance(handler, URLSpec) else handler[1]
    return kind.post is not RequestHandler.post and kind.__name__ != 'NotFoundErrorHandler'


# Read from Flower itself, so that an action of its next version is tried too.
ACTIONS = sorted({path_of(handler) for handler in handlers if takes_posts(handler)} - {READS_BY_POST})


@pytest.fixture(scope='module')
def ask(services: Services) -> Iterator[Ask]:
    """Sends a request with the login of people."""
    process = services.stack.start_flower()
    login = ('admin', services.stack.foundations.credentials.flower_password)

    def request(method: str, path: str, **options: Any) -> requests.Response:
        options = {'auth': login, **options}
        return requests.request(method, f'{services.stack.site.flower_url}{path}', timeout=30, **options)

    yield request
    services.stack.supervisor.stop(process)


def tasks_of(ask: Ask, run_id: int) -> dict[str, dict[str, Any]]:
    """The tasks that Flower finds by the run they belong to, by name."""
    found: dict[str, dict[str, Any]] = ask('GET', '/api/tasks', params={'search': f'"(run {run_id})"'}).json()
    return {task['name']: task for task in found.values() if task['args'].startswith(f'(run {run_id}) ')}


def states_of(ask: Ask, run_id: int) -> dict[str, str]:
    return {name: task['state'] for name, task in tasks_of(ask, run_id).items()}


def worker_of(ask: Ask) -> str:
    """The name of the one worker, when Flower knows all that it shows of it."""
    wait_for(
        lambda: any('stats' in known for known in ask('GET', '/api/workers', params={'refresh': 1}).json().values())
    )
    (worker,) = ask('GET', '/api/workers').json()
    return str(worker)


@pytest.mark.parametrize('login', [None, ('admin', 'wrong'), ('', '')])
@pytest.mark.parametrize('path', ['/', '/workers', '/tasks', '/broker', '/api/workers', '/api/tasks'])
def test_without_the_login_it_shows_nothing(ask: Ask, path: str, login: tuple[str, str] | None) -> None:
    assert ask('GET', path, auth=login).status_code == 401


def test_nobody_gets_metrics_without_a_login(ask: Ask) -> None:
    assert ask('GET', '/metrics', auth=None).status_code == 404


def test_there_are_actions_to_refuse() -> None:
    assert {'/api/worker/shutdown/x', '/api/task/revoke/x', '/api/task/send-task/x'} <= set(ACTIONS)


@pytest.mark.parametrize('path', ACTIONS)
def test_no_action_is_possible(ask: Ask, path: str) -> None:
    answer = ask('POST', path, json={'args': [1]}, params={'terminate': 'true'})

    assert (answer.status_code, answer.text) == (403, 'Read only mode is enabled')


def test_the_worker_is_not_shut_down(ask: Ask, services: Services, netbox: NetBox, instant_endpoint: int) -> None:
    assert ask('POST', f'/api/worker/shutdown/{worker_of(ask)}').status_code == 403

    assert netbox.sync(instant_endpoint).status == 'succeeded'
    assert services.worker.is_running()


def test_a_run_leads_to_its_task_and_the_task_to_its_run(ask: Ask, netbox: NetBox, instant_endpoint: int) -> None:
    netbox.sync(instant_endpoint)
    run = netbox.sync(instant_endpoint)
    wait_for(lambda: states_of(ask, run.id) == dict.fromkeys(TASKS_OF_A_RUN, 'SUCCESS'))
    tasks = tasks_of(ask, run.id)

    assert {name: task['result'] for name, task in tasks.items()} == dict.fromkeys(TASKS_OF_A_RUN, "'completed'")
    for name in TASKS_OF_A_RUN:
        stage = name.rpartition('.')[2].replace('_', '-')
        assert run.stages[stage]['task_id'] == tasks[name]['uuid']
    assert f'(run {run.id})' in ask('GET', f'/task/{run.stages["prune"]["task_id"]}').text


def test_no_secret_is_shown(
    ask: Ask, services: Services, netbox: NetBox, instant: InstantBackend, endpoints: Endpoints
) -> None:
    backend = endpoints.add_backend('instant', instant.url, instant.api_key)
    run = netbox.sync(endpoints.add('dc', backend))
    first = {'worker.tasks.register', *TASKS_OF_A_RUN}
    wait_for(lambda: states_of(ask, run.id) == dict.fromkeys(first, 'SUCCESS'))
    worker = worker_of(ask)
    secrets = [services.broker.password, instant.api_key, ESTATES['dc'].access.password]

    paths = [
        '/',
        f'/worker/{worker}',
        '/broker',
        '/tasks',
        '/api/workers',
        '/api/tasks',
        f'/task/{run.stages["prune"]["task_id"]}',
    ]
    for path in paths:
        answer = ask('GET', path)
        assert answer.status_code == 200, path
        assert [secret for secret in secrets if secret in answer.text] == [], path
