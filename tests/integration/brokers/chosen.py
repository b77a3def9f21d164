"""The kind of broker that the run of the tests is told."""

from collections.abc import Callable, Mapping
from typing import Final

from devstack.brokers.choice import Choice
from devstack.supervisor import Supervisor

from .contract import Broker
from .rabbitmq import RabbitMqUnderTest
from .sentinel import SentinelUnderTest
from .valkey import ValkeyBroker

__all__ = ('start_chosen',)

KINDS: Final[Mapping[str, Callable[[Supervisor], Broker]]] = {
    'valkey': ValkeyBroker,
    'sentinel': SentinelUnderTest,
    'rabbitmq': RabbitMqUnderTest,
}


def start_chosen(choice: Choice, supervisor: Supervisor) -> Broker:
    """Start a broker of that kind."""
    return KINDS[choice.broker](supervisor)
