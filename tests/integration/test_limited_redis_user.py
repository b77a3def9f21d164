"""Everything runs as a Redis user that may do what docs/configuration.md says, and nothing outside of the prefix."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import requests

from devstack.foundations import Foundations
from devstack.paths import ROOT, new_log_folder
from devstack.ports import HOST
from devstack.process import Process
from devstack.readiness import log_shows
from devstack.simulator import ProxmoxSimulator
from devstack.stack import Stack
from devstack.supervisor import Supervisor

from .brokers.valkey import ValkeyBroker
from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import PLUGIN, NetBox
from .waiting import wait_for

pytestmark = pytest.mark.integration

PREFIX = 'netbox_proxbox:'
RULES = re.compile(r'^    (ACL SETUSER .+)$', re.MULTILINE)
# All but the patterns that must be listed by name.
LIMITED = 'ACL SETUSER limited on >PASSWORD resetchannels ~netbox_proxbox:* &netbox_proxbox:* +@all'
STAGES = {f'worker.tasks.{name}' for name in ('register', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune')}


@dataclass(frozen=True)
class Running:
    """What runs as the documented user."""

    stack: Stack
    broker: ValkeyBroker
    worker: Process

    def url_of(self, user: str) -> str:
        return f'redis://{user}:PASSWORD@{HOST}:{self.broker.server.port}/2'

    def flower(self, path: str, **parameters: Any) -> Any:
        login = ('admin', self.stack.foundations.credentials.flower_password)
        return requests.get(f'{self.stack.site.flower_url}{path}', params=parameters, auth=login, timeout=30).json()


@pytest.fixture(scope='module')
def running() -> Iterator[Running]:
    rules = RULES.findall((ROOT / 'docs' / 'configuration.md').read_text())
    with ThreadPoolExecutor() as pool, Supervisor(new_log_folder('limited-user')) as supervisor:
        broker, stack = ValkeyBroker(supervisor), Stack(Foundations.from_environment(), supervisor)
        with broker.server.connect() as redis:
            for rule in [*rules, LIMITED]:
                redis.execute_command(*rule.split())
        stack.site.create_database()
        stack.site.environment['PROXBOX_BROKER_URL'] = f'redis://proxbox:PASSWORD@{HOST}:{broker.server.port}/2'
        worker = pool.submit(stack.start_worker)
        started = [worker, *map(pool.submit, (stack.start_web, stack.start_beat, stack.start_flower))]
        wait(started)
        assert [process.result().is_running() for process in started] == [True] * 4
        yield Running(stack, broker, worker.result())


def tasks_of(running: Running, run_id: int) -> dict[str, str]:
    found = running.flower('/api/tasks', search=f'"(run {run_id})"').values()
    return {task['name']: task['state'] for task in found if task['args'].startswith(f'(run {run_id}) ')}


def test_syncs_beat_sweep_flower_and_health_work(running: Running) -> None:
    netbox = NetBox(running.stack.site.url, running.stack.site.api_token)
    with InstantBackend() as instant:
        endpoints = Endpoints(netbox, ProxmoxSimulator({'lab': 8006}, '', {'lab': '127.0.0.1'}, {'lab': ''}))
        lab = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))
        run = netbox.sync(lab)

    assert run.outcome == ('succeeded', '')
    wait_for(lambda: tasks_of(running, run.id) == dict.fromkeys(STAGES, 'SUCCESS'))
    for done in (r'tasks\.tick\[\S+\] succeeded', r'tasks\.sweep\[\S+\] succeeded'):
        running.worker.wait_until(partial(log_shows, running.worker, done))
    wait_for(lambda: any('stats' in known for known in running.flower('/api/workers', refresh=1).values()))
    assert 'NOPERM' not in running.worker.log.read_text()
    found = netbox.attempt('GET', f'{PLUGIN}/health/').json()['findings']
    assert {one['subject']: one['level'] for one in found}['Subscriptions'] == 'ok'


def test_nothing_is_kept_outside_of_the_prefix(running: Running) -> None:
    with running.broker.server.connect(2) as redis:
        keys = [key.decode() for key in redis.scan_iter()]

    assert keys
    assert [key for key in keys if not key.startswith(PREFIX)] == []


def test_without_the_patterns_by_name_a_worker_ends_and_the_doctor_says_why(running: Running) -> None:
    site, supervisor = running.stack.site, running.stack.supervisor
    limited = {'PROXBOX_BROKER_URL': running.url_of('limited')}
    worker = supervisor.start(site.command('limited', 'celery', '-A', 'worker.app', 'worker', **limited))
    doctor = supervisor.start(site.command('doctor', 'netbox', 'proxbox_doctor', '--json', **limited))

    assert worker.wait(timeout=300) != 0
    assert doctor.wait(timeout=300) == 1
    told = doctor.log.read_text()
    sections = json.loads(told[told.index('{\n') :])['sections']
    (finding,) = (one for section in sections for one in section['findings'] if one['subject'] == 'Subscriptions')
    assert (finding['level'], '&netbox_proxbox:/2.celeryev/worker.*' in finding['cure']) == ('error', True)
