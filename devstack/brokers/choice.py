"""Which broker and how many hosts are asked for: `python -m devstack ... --broker sentinel --hosts 2`."""

import os
from dataclasses import dataclass
from typing import Final, Self

__all__ = ['ALONE', 'BROKERS', 'MOST_HOSTS', 'Choice']

BROKERS: Final = ('valkey', 'sentinel', 'rabbitmq')
# Each takes two gigabytes, and a letter.
MOST_HOSTS: Final = 4
_BROKER, _HOSTS = 'DEVSTACK_BROKER', 'DEVSTACK_HOSTS'


@dataclass(frozen=True)
class Choice:
    """A kind of broker, and the number of hosts that have a worker and a beat."""

    broker: str = 'valkey'
    hosts: int = 1

    @classmethod
    def from_environment(cls) -> Self:
        """Return what the run that started this process was told."""
        return cls(os.environ.get(_BROKER, cls.broker), int(os.environ.get(_HOSTS, cls.hosts)))

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which `from_environment` works."""
        return {_BROKER: self.broker, _HOSTS: str(self.hosts)}

    @property
    def host_names(self) -> list[str]:
        """Return `host-a`, `host-b` and so on."""
        return [f'host-{chr(ord("a") + number)}' for number in range(self.hosts)]


# Valkey and one host, as in a demo.
ALONE: Final = Choice()
