"""RabbitMQ, with results on NetBox's Valkey."""

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from kombu import Connection, Exchange, Producer, Queue
from redis import Redis

from devstack.brokers.rabbitmq import RabbitMqBroker
from devstack.netbox_site import NetBoxSite
from devstack.ports import HOST
from devstack.supervisor import Supervisor
from devstack.valkey import Valkey

from .contract import Broker, Sent

__all__ = ('RabbitMqUnderTest',)

QUEUES: Final = ('beat', 'stages')
# RabbitMQ's own exchange for what it is told to trace.
TRACES: Final = 'amq.rabbitmq.trace'
LAST_WORDS: Final = 'nobody listens any more'
CUT: Final = 'begin C = rabbit_networking:connections(), [exit(P, kill) || P <- C], length(C) end.'


class RabbitMqUnderTest(Broker):
    """A node that keeps its queues when it is killed."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._running = RabbitMqBroker(supervisor)
        self.url = self._running.url
        self.password = self._running.password

    @property
    def settings(self) -> Mapping[str, Any]:
        return self._running.settings

    def join(self, site: NetBoxSite) -> None:
        settings = site.settings
        self._valkey, self._database = Valkey(settings.valkey_port, settings.valkey_password), settings.redis_database
        self.store_url = f'redis://:{settings.valkey_password}@{HOST}:{settings.valkey_port}/{self._database}'

    def store(self) -> Redis:
        return self._valkey.connect(self._database)

    def empty(self) -> None:
        """Be killed, and start again with an empty disk."""
        self._running.process.kill()
        self.stop()
        self._running.forget()
        self.start()
        with self.store() as client:
            client.flushdb()

    def cut_connections(self) -> int:
        return int(self._running.evaluate(CUT))

    def deliver(self, sent: Sent) -> None:
        message = json.loads(sent.message)
        with Connection(self.url) as connection, connection.channel() as channel:
            Producer(channel).publish(b64decode(message.pop('body')), exchange='', routing_key=sent.queue, **message)

    @contextmanager
    def overheard(self) -> Iterator[list[str]]:
        """A copy of each message that is sent to a queue of ours during the block; complete after it."""
        commands: list[str] = []
        self._running.trace(True)
        with Connection(self.url) as connection, connection.channel() as channel:
            tap = Queue(exclusive=True, auto_delete=True, no_ack=True)(channel)
            tap.declare()
            tap.bind_to(Exchange(TRACES), routing_key='publish.#')
            listener = threading.Thread(target=_drain, args=(connection, tap, commands))
            listener.start()
            yield commands
            with Connection(self.url) as other, other.channel() as last:
                Producer(last).publish(LAST_WORDS, exchange='', routing_key=tap.name)
            listener.join()
        self._running.trace(False)

    def fail(self) -> None:
        """Be killed, and start again with what is on disk."""
        self._running.process.kill()
        self.stop()
        self.start()

    def stop(self) -> None:
        self._supervisor.stop(self._running.process)

    def start(self) -> None:
        self._running.start()

    def pids(self) -> list[int]:
        return [self._running.process.pid]


def _drain(connection: Connection, tap: Queue, commands: list[str]) -> None:
    heard = threading.Event()

    def hear(message: Any) -> None:
        if message.delivery_info['exchange'] != TRACES:
            heard.set()
        elif (queue := message.headers['routing_keys'][0]) in QUEUES:
            commands.append(f'PUBLISH {queue} {json.dumps(_content(message))}')

    tap.consume(callback=hear)  # type: ignore[arg-type]  # a raw message is what it gets
    while not heard.is_set():
        connection.drain_events(timeout=60)


def _content(traced: Any) -> dict[str, Any]:
    """A message as it was sent, from the trace of it."""
    body, properties = traced.body, traced.headers['properties']
    return {'body': b64encode(body if isinstance(body, bytes) else body.encode()).decode(), **properties}
