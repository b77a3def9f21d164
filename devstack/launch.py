"""Starts everything, side by side where nothing has to wait for something else."""

from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Executor, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Any

from devstack.brokers.choice import ALONE, Choice
from devstack.brokers.start import start_broker
from devstack.credentials import Credentials
from devstack.foundations import Foundations
from devstack.migrated_database import create_template
from devstack.proxbox_api import ProxboxApiServer, install_proxbox_api, start_proxbox_api
from devstack.simulator import ProxmoxSimulator, start_simulator
from devstack.stack import Stack
from devstack.steps import Steps
from devstack.supervisor import Supervisor

__all__ = ['Launch', 'Launched']


@dataclass(frozen=True)
class Launched:
    """Everything, running; proxbox-api is perhaps still starting, for only some of the endpoints need it."""

    stack: Stack
    proxbox_api: Future[ProxboxApiServer]
    simulator: ProxmoxSimulator


class Launch:
    """The order of things: NetBox's services wait for its database, and nothing waits for proxbox-api."""

    def __init__(self, supervisor: Supervisor, steps: Steps, pool: Executor, choice: Choice = ALONE) -> None:
        self._choice = choice
        self._supervisor = supervisor
        self._steps = steps
        self._pool = pool

    def everything(self, *simulator_options: str) -> Launched:
        """Start it all and return when all but proxbox-api is ready; the first failure is raised at once."""
        stack = self._pool.submit(self._netbox)
        proxbox_api = self._pool.submit(self._proxbox_api)
        simulator = self._pool.submit(self._simulator, *simulator_options)
        _all_of(stack, simulator)
        return Launched(stack.result(), proxbox_api, simulator.result())

    def _proxbox_api(self) -> ProxboxApiServer:
        with self._steps.step('proxbox-api: environment'):
            python = install_proxbox_api(self._supervisor)
        with self._steps.step('proxbox-api: start'):
            folder = self._supervisor.new_folder()
            return start_proxbox_api(python, folder, Credentials.of_checkout(), self._supervisor)

    def _simulator(self, *options: str) -> ProxmoxSimulator:
        with self._steps.step('simulated Proxmox VE: start'):
            return start_simulator(self._supervisor, *options)

    def _netbox(self) -> Stack:
        with self._steps.step('PostgreSQL and Valkey: start'):
            foundations = Foundations.start(self._supervisor)
        with self._steps.step('NetBox: database') as step:
            create_template(foundations, self._supervisor, step)
        with self._steps.step(f'broker, {self._choice.broker}'):
            broker = start_broker(self._choice.broker, self._supervisor)
        stack = Stack(foundations, self._supervisor, broker=broker)
        with self._steps.step('NetBox: plugin, administrator and API token'):
            stack.site.create_database()
        self._services(stack)
        return stack

    def _services(self, stack: Stack) -> None:
        starts = {
            'NetBox: start': stack.start_web,
            **self._on_hosts(stack),
            'Flower: start': stack.start_flower,
            "NetBox's own worker: start": stack.start_rqworker,
        }
        _all_of(*(self._pool.submit(self._service, title, start) for title, start in starts.items()))

    def _on_hosts(self, stack: Stack) -> dict[str, Callable[[], object]]:
        if self._choice.hosts == 1:
            return {'Celery worker: start': stack.start_worker, 'Celery beat: start': stack.start_beat}
        starts: dict[str, Callable[[], object]] = {}
        for host in self._choice.host_names:
            starts[f'{host}, Celery worker: start'] = partial(stack.start_worker, name=f'worker-{host}', host=host)
            starts[f'{host}, Celery beat: start'] = partial(stack.start_beat, name=f'beat-{host}')
        return starts

    def _service(self, title: str, start: Callable[[], object]) -> None:
        with self._steps.step(title):
            start()


def _all_of(*futures: Future[Any]) -> None:
    """Wait for all, but no longer than to the first failure, which is raised."""
    for future in wait(futures, return_when=FIRST_EXCEPTION).done:
        future.result()
