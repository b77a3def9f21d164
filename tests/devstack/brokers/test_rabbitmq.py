"""A RabbitMQ of devstack's keeps what it has when it is killed, and ends with what started it, as its epmd does."""

import socket

import pytest
from kombu import Connection

from devstack.brokers.rabbitmq import RabbitMqBroker
from devstack.paths import new_log_folder
from devstack.ports import HOST
from devstack.supervisor import Supervisor

pytestmark = [pytest.mark.integration, pytest.mark.large]


def is_listened_at(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def waiting(broker: RabbitMqBroker) -> int:
    with Connection(broker.url) as connection, connection.SimpleQueue('kept') as queue:
        return queue.qsize()


def test_it_keeps_messages_when_it_is_killed_and_leaves_no_process_behind() -> None:
    with Supervisor(new_log_folder('rabbitmq')) as supervisor:
        broker = RabbitMqBroker(supervisor)
        with Connection(broker.url, transport_options={'confirm_publish': True}) as connection:
            connection.SimpleQueue('kept').put('a message')
        assert all(map(is_listened_at, broker.ports))
        broker.process.kill()
        supervisor.stop(broker.process)
        broker.start()
        assert waiting(broker) == 1

        broker.process.kill()
        supervisor.stop(broker.process)
        broker.forget()
        broker.start()
        assert waiting(broker) == 0

    assert [port for port in broker.ports if is_listened_at(port)] == []
