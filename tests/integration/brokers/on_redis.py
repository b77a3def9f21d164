"""What all brokers have in common that keep messages and results in Valkey."""

import threading
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.client import Monitor

from devstack.valkey import Valkey

from .contract import Broker, Sent

__all__ = ('BrokerOnRedis',)

LAST_WORDS = 'nobody listens any more'


class BrokerOnRedis(Broker):
    """Messages and results in one database of one server."""

    database = 0

    @property
    @abstractmethod
    def server(self) -> Valkey:
        """The server that takes what is written."""

    def store(self) -> Redis:
        """Connect to where messages and results are."""
        return self.server.connect(self.database)

    def empty(self) -> None:
        """Forget everything, as a Redis without persistence does when it is killed."""
        with self.store() as client:
            client.flushall()

    def cut_connections(self) -> int:
        with self.store() as client:
            return int(client.client_kill_filter(_type='normal', skipme=True))

    def deliver(self, sent: Sent) -> None:
        with self.store() as client:
            client.lpush(sent.queue, sent.message)

    @contextmanager
    def overheard(self) -> Iterator[list[str]]:
        """All commands that anybody sends during the block, with their values; complete after it."""
        commands: list[str] = []
        with self.store() as client, Monitor(self.store().connection_pool) as monitor:  # type: ignore[no-untyped-call]
            listener = threading.Thread(target=_listen, args=(monitor, commands))
            listener.start()
            yield commands
            client.echo(LAST_WORDS)
            listener.join()


def _listen(monitor: Monitor, commands: list[str]) -> None:
    for told in monitor.listen():  # type: ignore[no-untyped-call]
        commands.append(told['command'])
        if LAST_WORDS in told['command']:
            return
