"""The processes of the integration tests: NetBox, a worker, its broker and a simulated Proxmox VE."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self
from unittest.mock import patch

import psycopg
from celery import Celery
from psycopg.types.json import Jsonb

from devstack.brokers.choice import Choice
from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.process import Process
from devstack.proxmox_ve.control import Control
from devstack.simulator import ProxmoxSimulator, start_simulator
from devstack.stack import Stack
from devstack.supervisor import Supervisor
from netbox_proxbox.messages.broker import is_redis
from netbox_proxbox.messages.results import publishing_url
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import pipeline
from tests.bench.workers import children_of
from tests.guarantees.breakpoints import Breakpoints
from tests.guarantees.protocol import VARIABLE, WORKER_OPTION

from .brokers.chosen import start_chosen
from .brokers.contract import Broker
from .netbox import NetBox
from .records import Run
from .waiting import wait_for

__all__ = ('Services',)

BACKDATE = 'UPDATE netbox_proxbox_syncrun SET requested_at = %s, last_step_at = %s, stages = %s WHERE id = %s'
KEY_PREFIX = 'netbox_proxbox:'
# The hard limit of a task, and the grace of the sweep.
PATIENCE_WITH_RUNS = timedelta(seconds=120 + 30)
DOORS = ('lab', 'lab@pve2', 'dc', 'edge', 'solo', 'farm', 'site-1@*')


class Services:
    """What runs, and the one worker, which can be stopped and started."""

    def __init__(self, stack: Stack, broker: Broker, simulator: ProxmoxSimulator, hosts: Sequence[str]) -> None:
        self.stack = stack
        self.broker = broker
        self.simulator = simulator
        self.control = Control(simulator.control_url)
        self.netbox = NetBox(stack.site.url, stack.site.api_token)
        self._celery = Celery(broker=broker.url, backend=publishing_url(broker.store_url), set_as_current=False)
        options = {'global_keyprefix': KEY_PREFIX, **broker.options}
        self._celery.conf.broker_transport_options = options if is_redis(broker.url) else {}
        self._celery.conf.result_backend_transport_options = options
        self._celery.conf.task_default_queue = 'stages'
        self.breakpoints = Breakpoints(stack.supervisor.new_folder())
        stack.site.environment[VARIABLE] = str(self.breakpoints.folder)
        self._hosts = hosts
        self._worker_numbers = count(1)
        self.workers: list[Process] = []

    @classmethod
    @contextmanager
    def started(cls, *doors: str) -> Iterator[Self]:
        """Start what does not wait for each other side by side, and stop all of it in the end.

        The simulated Proxmox VE has these doors, or else those that the tests use.
        """
        with ThreadPoolExecutor() as pool, Supervisor(new_log_folder('integration')) as supervisor:
            simulator = pool.submit(start_simulator, supervisor, *(f'--estate={door}' for door in doors or DOORS))
            choice = Choice.from_environment()
            broker = start_chosen(choice, supervisor)
            stack = Stack(Foundations.from_environment(), supervisor, broker=broker.settings)
            broker.join(stack.site)
            stack.site.create_database()
            services = cls(stack, broker, simulator.result(), choice.host_names if choice.hosts > 1 else ['%h'])
            worker, web = pool.submit(services.start_worker), pool.submit(stack.start_web)
            worker.result()
            web.result()
            yield services

    @property
    def worker(self) -> Process:
        """The worker, where there is one host."""
        return self.workers[-1]

    def worker_of(self, pid: int) -> Process:
        """The worker that a process belongs to."""
        return next(worker for worker in self.workers if pid in children_of(worker))

    def start_worker(self) -> None:
        """Start a worker on each host."""
        with ThreadPoolExecutor() as pool:
            self.workers = list(pool.map(self.start_worker_on, self._hosts))

    def start_worker_on(self, host: str) -> Process:
        return self.stack.start_worker(WORKER_OPTION, name=f'worker-{next(self._worker_numbers)}', host=host)

    def stop_worker(self) -> None:
        for worker in self.workers:
            self.stack.supervisor.stop(worker)

    def kill_worker(self) -> None:
        """End the workers of all hosts, with their processes, as when the machines fail."""
        for worker in self.workers:
            worker.kill()
        self.stop_worker()

    def pid_of(self, task: str, run_id: int) -> int:
        """The process of the worker that executes a task of a run, such as `fetch_nodes`; waits until one does."""
        found: list[int] = []

        def is_told() -> bool:
            found[:] = self._pids_of(task, run_id)
            return bool(found)

        wait_for(is_told)
        (pid,) = found
        return pid

    def _pids_of(self, task: str, run_id: int) -> list[int]:
        active = self._celery.control.inspect(timeout=5, limit=len(self._hosts)).active() or {}
        return [
            int(found['worker_pid'])
            for tasks in active.values()
            for found in tasks
            if (found['name'], found['args']) == (f'worker.tasks.{task}', [run_id])
        ]

    def sweep(self) -> None:
        """Have the worker look for lost runs, as beat does now and then."""
        self.send('start_sweep')

    def ended_among_sweeps(self, run_id: int) -> Run:
        """The run when it has ended, with the sweeps that beat sends; raises TimeoutError.

        A worker that stops may drop a message that Redis hands over at that moment.
        """

        def has_ended() -> bool:
            self.sweep()
            return not self.netbox.run(run_id).is_active

        wait_for(has_ended, every=2, within=90, seen=lambda: self.netbox.run(run_id))
        return self.netbox.run(run_id)

    def give_up_what_is_silent(self) -> None:
        """Have the worker give up each run that gives no sign from now on, as if its time were over already."""
        self.send('sweep', (datetime.now(UTC) + PATIENCE_WITH_RUNS).isoformat(), queue='stages')

    def send(self, task: str, *arguments: Any, queue: str = 'stages') -> None:
        """Send a message to the worker past everybody, such as a copy of one that was sent before."""
        self._celery.send_task(f'worker.tasks.{task}', args=arguments, queue=queue, ignore_result=True)

    def publish_again(self, run_id: int, *, is_registered: bool) -> None:
        """Publish a run a second time, as the sweep does when it takes the messages of the first time for lost."""
        run = SyncRun(pk=run_id, endpoint=ProxmoxEndpoint(name='again'))
        with patch.object(pipeline, 'producer', lambda: self._celery):
            (pipeline.sync if is_registered else pipeline.register)(run).apply_async()

    def backdate(self, run_id: int) -> None:
        """Let nothing have been heard of a run for an hour."""
        past = datetime.now(UTC) - timedelta(hours=1)
        with self.database() as database, database.cursor() as cursor:
            cursor.execute('SELECT stages FROM netbox_proxbox_syncrun WHERE id = %s', [run_id])
            ((stages,),) = cursor.fetchall()
            notes = {stage: note | {'started_at': past.isoformat()} for stage, note in stages.items()}
            cursor.execute(BACKDATE, [past, past, Jsonb(notes), run_id])

    def database(self) -> psycopg.Connection:
        """NetBox's database, for what no interface offers: to make rows old, and to look for secrets."""
        return self.stack.foundations.postgres.connect(self.stack.site.database)
