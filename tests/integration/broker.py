"""The broker of the worker under test, apart from NetBox's own Redis: it can be stopped, and emptied."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis.client import Monitor

from devstack.ports import HOST
from devstack.process import Command
from devstack.supervisor import Supervisor
from devstack.valkey import start_valkey

__all__ = ('Broker', 'Sent')

LAST_WORDS = 'nobody listens any more'


@dataclass(frozen=True)
class Sent:
    """A message as it lay in its queue, which is a key of Redis."""

    queue: str
    message: str


class Broker:
    """A Valkey that forgets all of its keys when it is stopped."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self.server = start_valkey(supervisor.new_folder(), supervisor)
        self.url = f'redis://:{self.server.password}@{HOST}:{self.server.port}/0'
        with self.server.connect() as client:
            told = client.info('server')
        self._command = Command('broker', [told['executable'], told['config_file']])

    def empty(self) -> None:
        """Forget everything, as a Redis without persistence does when it is killed."""
        with self.server.connect() as client:
            client.flushall()

    def cut_connections(self) -> int:
        """Close the connections of everybody, and return how many there were."""
        with self.server.connect() as client:
            return int(client.client_kill_filter(_type='normal', skipme=True))

    def deliver(self, sent: Sent) -> None:
        """Put a message into its queue once more, to the letter, as a broker does that lost an acknowledgement."""
        with self.server.connect() as client:
            client.lpush(sent.queue, sent.message)

    def number_of_keys(self) -> int:
        with self.server.connect() as client:
            return int(client.dbsize())

    @contextmanager
    def overheard(self) -> Iterator[list[str]]:
        """All commands that anybody sends during the block, with their values; complete after it."""
        commands: list[str] = []
        with self.server.connect() as client, Monitor(self.server.connect().connection_pool) as monitor:  # type: ignore[no-untyped-call]
            listener = threading.Thread(target=_listen, args=(monitor, commands))
            listener.start()
            yield commands
            client.echo(LAST_WORDS)
            listener.join()

    def stop(self) -> None:
        with self.server.connect() as client:
            client.shutdown(nosave=True)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Accept connections and answer nothing during the block."""
        with self.server.connect() as client:
            pid = int(client.info('server')['process_id'])
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def start(self) -> None:
        """Start again, empty, at the same address."""
        process = self._supervisor.start(self._command, foundation=True)
        process.wait_until(self.server.answers, timeout=30)


def _listen(monitor: Monitor, commands: list[str]) -> None:
    for told in monitor.listen():  # type: ignore[no-untyped-call]
        commands.append(told['command'])
        if LAST_WORDS in told['command']:
            return
