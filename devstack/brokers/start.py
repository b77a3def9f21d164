"""Starts the broker that was chosen."""

from collections.abc import Mapping
from typing import Any

from devstack.brokers.rabbitmq import RabbitMqBroker
from devstack.brokers.sentinel import SentinelBroker
from devstack.supervisor import Supervisor

__all__ = ['start_broker']


def start_broker(kind: str, supervisor: Supervisor) -> Mapping[str, Any]:
    """Start a broker, and return what the settings of a NetBox say of it; nothing for the Valkey that every run has."""
    if kind == 'sentinel':
        return SentinelBroker(supervisor).settings
    return RabbitMqBroker(supervisor).settings if kind == 'rabbitmq' else {}
