"""What tests do to a broker, whatever kind it is."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from redis import Redis

from devstack.netbox_site import NetBoxSite

__all__ = ('Broker', 'Sent')


@dataclass(frozen=True)
class Sent:
    """A message as it lay in its queue."""

    queue: str
    message: str


class Broker(ABC):
    """A broker of its own, with the results that its kind keeps beside it."""

    # What Celery is told, of messages and of results.
    url: str
    store_url: str
    options: Mapping[str, Any] = {}
    password: str
    # Whether NetBox keeps its own queues in it, so that what it takes from them is lost with it.
    is_netbox_redis = False

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the settings of NetBox say of it."""
        return {}

    @abstractmethod
    def join(self, site: NetBoxSite) -> None:
        """Become the broker of a NetBox, which has these settings."""

    @abstractmethod
    def store(self) -> Redis:
        """Connect to where results are."""

    @abstractmethod
    def empty(self) -> None:
        """Forget all messages and results, with the queues."""

    @abstractmethod
    def cut_connections(self) -> int:
        """Close the connections of everybody, and return how many there were."""

    @abstractmethod
    def deliver(self, sent: Sent) -> None:
        """Put a message into its queue once more, to the letter, as a broker does that lost an acknowledgement."""

    @abstractmethod
    def overheard(self) -> AbstractContextManager[list[str]]:
        """All that anybody sends during the block; complete after it."""

    @abstractmethod
    def fail(self) -> None:
        """End as when the machine fails, and be back as this kind of broker comes back; returns when it is."""

    @abstractmethod
    def stop(self) -> None:
        """Be away."""

    @abstractmethod
    def start(self) -> None:
        """Be back after `stop`, at the same address."""

    @abstractmethod
    def pids(self) -> list[int]:
        """Return the processes that it consists of."""

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Accept connections and answer nothing during the block."""
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def number_of_keys(self) -> int:
        with self.store() as client:
            return int(client.dbsize())
