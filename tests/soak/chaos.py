"""What breaks during a soak, one thing at a time, each for a moment only."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from devstack.process import Process
from devstack.proxmox_ve.control import Control
from tests.guarantees.database import Database
from tests.integration.services import Services

from .processes import children_of

__all__ = ('Chaos',)


class Chaos:
    """Injects faults at random and counts them; whatever it stops it starts again."""

    def __init__(
        self, services: Services, database: Database, estates: list[str], beat: Process, random: Random
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.beat = beat
        self._services = services
        self._database = database
        self._control: Control = services.control
        self._estates = estates
        self._random = random
        self._faults: list[tuple[int, Callable[[], None]]] = [
            (6, self.kill_a_process),
            (4, self.stop_a_process_for_a_while),
            (1, self.kill_the_worker),
            (1, self.kill_beat),
            (3, self.stop_the_worker_for_a_while),
            (4, self.let_the_broker_forget),
            (4, self.cut_connections_to_the_broker),
            (2, self.stop_the_broker_for_a_while),
            (4, self.cut_connections_to_postgresql),
            (2, self.take_postgresql_away),
            (3, self.let_an_estate_hang),
            (3, self.let_an_estate_refuse),
            (3, self.let_an_estate_fail),
            (3, self.let_an_estate_answer_nothing),
            (3, self.let_an_estate_hide_its_metrics),
            (4, self.send_copies),
        ]

    def strike(self) -> None:
        """Inject one fault and wait until it is over."""
        weights, faults = zip(*self._faults, strict=True)
        (fault,) = self._random.choices(faults, weights)
        fault()
        self.counts[fault.__name__.replace('_', ' ')] += 1

    def kill_a_process(self) -> None:
        self._signal_a_child(signal.SIGKILL)

    def stop_a_process_for_a_while(self) -> None:
        stopped = self._signal_a_child(signal.SIGSTOP)
        self._moment()
        if stopped:
            self._signal(stopped, signal.SIGCONT)

    def kill_the_worker(self) -> None:
        self._services.kill_worker()
        self._services.start_worker()

    def kill_beat(self) -> None:
        self.beat.kill()
        self._services.stack.supervisor.stop(self.beat)
        self.beat = self._services.stack.start_beat()

    def stop_the_worker_for_a_while(self) -> None:
        self._signal(self._services.worker.pid, signal.SIGSTOP)
        self._moment()
        self._signal(self._services.worker.pid, signal.SIGCONT)

    def let_the_broker_forget(self) -> None:
        self._services.broker.empty()

    def cut_connections_to_the_broker(self) -> None:
        self._services.broker.cut_connections()

    def stop_the_broker_for_a_while(self) -> None:
        self._services.broker.stop()
        self._moment()
        self._services.broker.start()

    def cut_connections_to_postgresql(self) -> None:
        self._database.cut_connections()

    def take_postgresql_away(self) -> None:
        with self._database.away():
            self._moment()

    def let_an_estate_hang(self) -> None:
        self._with_estate(lambda estate: self._control.hang(estate), lambda estate: self._control.hang(estate, False))

    def let_an_estate_refuse(self) -> None:
        self._with_estate(lambda name: self._control.refuse(name), lambda name: self._control.refuse(name, False))

    def let_an_estate_fail(self) -> None:
        self._with_estate(lambda name: self._control.fail(name, {'*': 500}), lambda name: self._control.fail(name, {}))

    def let_an_estate_answer_nothing(self) -> None:
        nothing: dict[str, object] = {'/cluster/status': [], '/nodes': []}
        self._with_estate(lambda name: self._control.reply(name, nothing), lambda name: self._control.reply(name, {}))

    def let_an_estate_hide_its_metrics(self) -> None:
        self._with_estate(
            lambda name: self._control.deny_audit(name), lambda name: self._control.deny_audit(name, False)
        )

    def send_copies(self) -> None:
        """Send the tasks of the newest runs once more."""
        for run_id in self._database.newest_runs(5):
            for task in ('register', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune'):
                self._services.send(task, run_id)

    def _with_estate(self, spoil: Callable[[str], object], mend: Callable[[str], object]) -> None:
        estate = self._random.choice(self._estates)
        spoil(estate)
        self._moment()
        mend(estate)

    def _signal_a_child(self, number: signal.Signals) -> int | None:
        children = children_of(self._services.worker)
        if not children:
            return None
        self._signal(child := self._random.choice(children), number)
        return child

    @staticmethod
    def _signal(pid: int, number: signal.Signals) -> None:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return

    def _moment(self) -> None:
        """How long a fault lasts: up to five seconds."""
        time.sleep(self._random.uniform(0.5, 5))
