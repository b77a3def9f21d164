"""A broker behind TLS, with an authority of its own: for the worker, beat, Flower and NetBox, as it is documented."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import trustme

from devstack.brokers.rabbitmq import RabbitMqBroker
from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.ports import HOST
from devstack.simulator import ProxmoxSimulator
from devstack.stack import Stack
from devstack.supervisor import Supervisor
from devstack.valkey import start_valkey
from tests.sources.exchanges import tls
from tests.tls_front import tls_front

from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import PLUGIN, NetBox
from .waiting import wait_for

pytestmark = pytest.mark.integration

SUBJECTS = ('Broker', 'Result store', 'Worker', 'Beat')


@dataclass(frozen=True)
class Running:
    """A NetBox with all that belongs to it, and the URL of its broker, which has a password."""

    stack: Stack
    netbox: NetBox
    url: str
    password: str

    def levels(self) -> set[str]:
        found = self.netbox.attempt('GET', f'{PLUGIN}/health/').json()['findings']
        return {one['level'] for one in found if one['subject'] in SUBJECTS}


@contextmanager
def on_redis(supervisor: Supervisor, authority: trustme.CA, file: Path) -> Iterator[Running]:
    """As `REDIS` of NetBox says."""
    server = start_valkey(supervisor.new_folder(), supervisor)
    with tls_front(tls(authority), server.port) as port:
        reached = {'valkey_port': port, 'valkey_password': server.password, 'valkey_authority': str(file)}
        stack = Stack(Foundations.from_environment(), supervisor, broker=reached)
        url = f'rediss://:{server.password}@{HOST}:{port}/2'
        yield Running(stack, NetBox(stack.site.url, stack.site.api_token), url, server.password)


@contextmanager
def on_rabbitmq(supervisor: Supervisor, authority: trustme.CA, file: Path) -> Iterator[Running]:
    """With the authority among those that the system trusts."""
    server = RabbitMqBroker(supervisor)
    with tls_front(tls(authority), server.ports[0]) as port:
        url = server.url.replace('amqp://', 'amqps://').replace(f':{server.ports[0]}', f':{port}')
        stack = Stack(Foundations.from_environment(), supervisor, broker={'broker_url': url})
        stack.site.environment['SSL_CERT_FILE'] = str(file)
        yield Running(stack, NetBox(stack.site.url, stack.site.api_token), url, server.password)


type Kind = Callable[[Supervisor, trustme.CA, Path], AbstractContextManager[Running]]
KINDS: Final = [on_redis, pytest.param(on_rabbitmq, marks=pytest.mark.large)]


@pytest.fixture(scope='module', params=KINDS)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    kind: Kind = request.param
    authority, file = trustme.CA(), tmp_path_factory.mktemp('tls') / 'authority.pem'
    authority.cert_pem.write_to_path(file)
    with (
        ThreadPoolExecutor() as pool,
        Supervisor(new_log_folder('tls')) as supervisor,
        kind(supervisor, authority, file) as running,
    ):
        stack = running.stack
        stack.site.create_database()
        started = [*map(pool.submit, (stack.start_web, stack.start_worker, stack.start_beat, stack.start_flower))]
        wait(started)
        assert [process.result().is_running() for process in started] == [True] * 4
        yield running


def test_a_sync_is_carried_out_and_nothing_is_found_wanting(running: Running) -> None:
    with InstantBackend() as instant:
        endpoints = Endpoints(running.netbox, ProxmoxSimulator({'lab': 8006}, '', {'lab': HOST}, {'lab': ''}))
        lab = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))
        run = running.netbox.sync(lab)

    assert run.outcome == ('succeeded', '')
    wait_for(lambda: running.levels() == {'ok'})


def test_without_its_authority_it_is_refused_and_the_doctor_says_why(running: Running, tmp_path: Path) -> None:
    other = tmp_path / 'other.pem'
    trustme.CA().cert_pem.write_to_path(other)
    strange = {'PROXBOX_BROKER_URL': running.url, 'SSL_CERT_FILE': str(other)}

    doctor = running.stack.supervisor.start(running.stack.site.command('doctor', 'netbox', 'proxbox_doctor', **strange))

    assert doctor.wait(timeout=300) == 1
    told = ' '.join(doctor.log.read_text().split())
    assert 'cannot be used: The certificate is refused' in told
    assert running.password not in told
