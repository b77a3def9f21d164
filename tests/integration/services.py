"""The processes of the integration tests: NetBox, a worker, its broker and a simulated Proxmox VE."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Self

import psycopg

from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.process import Process
from devstack.proxmox_ve.control import Control
from devstack.simulator import ProxmoxSimulator, start_simulator
from devstack.stack import Stack
from devstack.supervisor import Supervisor

from .broker import Broker
from .netbox import NetBox

__all__ = ('Services',)

DOORS = ('lab', 'lab@pve2', 'dc', 'edge', 'solo', 'farm')


class Services:
    """What runs, and the one worker, which can be stopped and started."""

    def __init__(self, stack: Stack, broker: Broker, simulator: ProxmoxSimulator) -> None:
        self.stack = stack
        self.broker = broker
        self.simulator = simulator
        self.control = Control(simulator.control_url)
        self.netbox = NetBox(stack.site.url, stack.site.api_token)
        self._worker_numbers = count(1)
        self.workers: list[Process] = []

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Start what does not wait for each other side by side, and stop all of it in the end."""
        with ThreadPoolExecutor() as pool, Supervisor(new_log_folder('integration')) as supervisor:
            simulator = pool.submit(start_simulator, supervisor, *(f'--estate={door}' for door in DOORS))
            broker, stack = Broker(supervisor), Stack(Foundations.from_environment(), supervisor)
            stack.site.environment['PROXBOX_BROKER_URL'] = broker.url
            stack.site.create_database()
            services = cls(stack, broker, simulator.result())
            for start in [pool.submit(services.start_worker), pool.submit(stack.start_web)]:
                start.result()
            yield services

    @property
    def worker(self) -> Process:
        """The worker that was started last."""
        return self.workers[-1]

    def start_worker(self) -> None:
        self.workers.append(self.stack.start_worker(name=f'worker-{next(self._worker_numbers)}'))

    def stop_worker(self) -> None:
        self.stack.supervisor.stop(self.worker)

    def database(self) -> psycopg.Connection:
        """NetBox's database, for what no interface offers: to make rows old, and to look for secrets."""
        return self.stack.foundations.postgres.connect(self.stack.site.database)
