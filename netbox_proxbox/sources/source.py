"""What every source of readings offers, whichever way it takes to Proxmox VE."""

from typing import Protocol

from .curves import Curve, Timeframe
from .records import Metrics, Topology

__all__ = ('Source',)


class Source(Protocol):
    """One endpoint, opened for reading. Every method raises nothing but a ProxboxError.

    The configured members are asked for within `topology`, by whoever has no cluster record; with one, its nodes are
    they. Versions come with what they are versions of. The test of a connection takes these very steps.
    """

    @property
    def requests(self) -> int:
        """HTTP requests sent so far, retries included."""
        ...

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry so far."""
        ...

    @property
    def answered_by(self) -> str:
        """The address of the member that answered last, empty where that is not known."""
        ...

    @property
    def passed_over(self) -> list[str]:
        """Why other members, which were asked before, did not answer: a sentence for each."""
        ...

    def topology(self) -> Topology:
        """The cluster and its nodes, complete.

        Raises LostMember for a member whose corosync does not run, which answers like a standalone host.
        """
        ...

    def identified(self, topology: Topology) -> Topology:
        """The topology with what tells its cluster from others of its name, if that is told: see `Topology.root_ca`.

        It costs one request, and fails no reading.
        """
        ...

    def metrics(self, *, with_details: bool = False) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings; with details where they are cheap."""
        ...

    def curve(self, node: str, timeframe: Timeframe) -> Curve:
        """CPU and memory of one node in the last hour, day or week, from the round-robin data of Proxmox VE."""
        ...
