"""What every source of readings offers, whichever way it takes to Proxmox VE."""

from typing import Protocol

from .records import Metrics, Topology

__all__ = ('Source',)


class Source(Protocol):
    """One endpoint, opened for reading. Every method raises nothing but a ProxboxError."""

    @property
    def requests(self) -> int:
        """HTTP requests sent so far, retries included."""
        ...

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry so far."""
        ...

    def topology(self) -> Topology:
        """The cluster and its nodes, complete."""
        ...

    def metrics(self) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings."""
        ...

    def configured_members(self) -> int:
        """How many members corosync.conf names on the host that answers; 0 is a host in no cluster."""
        ...
