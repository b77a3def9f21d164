"""The present of one estate: what it is, what ails it, what was asked of it. Safe between threads."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

from .clock import Clock
from .estate import Estate, Node
from .faults import Faults, TlsFault
from .gate import Moment
from .wire import Reply

__all__ = ('SimulatedEstate',)


class SimulatedEstate:
    """Holds an estate that changes; `live` lets its clock run from the start.

    What was answered is remembered until something changes, as long as the clock stands still.
    """

    def __init__(self, initial: Estate, *, live: bool = False) -> None:
        self.initial = initial
        self.live = live
        self._changed = threading.Condition()
        self.reset()

    def reset(self) -> None:
        """Start anew: the first state, no faults, no memory of requests."""
        with self._changed:
            self.estate = self.initial
            self.clock = Clock().started(time.monotonic()) if self.live else Clock()
            self._requests: Counter[str] = Counter()
            self._requests_of: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
            self._faults: Mapping[str | None, Faults] = {}
            self._forget()

    @property
    def time(self) -> float:
        """Simulated seconds since the beginning."""
        return self.clock.reading(time.monotonic())

    def change(self, transition: Callable[[Estate, float], Estate]) -> None:
        """Replace the estate by what the transition makes of it at the present simulated time."""
        with self._changed:
            self.estate = transition(self.estate, self.time)
            self._forget()

    def set_faults(self, faults: Faults, node: str | None = None) -> None:
        """Let these faults of the estate, or of one node, take effect, also on requests that are being held."""
        with self._changed:
            self._faults = {**self._faults, node: faults}
            self._forget()

    def clear_faults(self) -> None:
        """End all faults, also of those that are being held."""
        with self._changed:
            self._faults = {}
            self._forget()

    def own_faults(self, node: str | None = None) -> Faults:
        """The faults that were set for the estate, or for one node."""
        return self._faults.get(node, Faults())

    def faults(self, node: str | None) -> Faults:
        """The faults that an address suffers: those of the estate, and of its node if it has one."""
        common = self._faults.get(None, Faults())
        return common.with_those_of(self._faults[node]) if node is not None and node in self._faults else common

    def set_clock(self, change: Callable[[Clock, float], Clock]) -> None:
        """Replace the clock by what the change makes of it at the present monotonic instant."""
        with self._changed:
            self.clock = change(self.clock, time.monotonic())
            self._forget()

    def record(self, method: str, path: str, node: str | None) -> None:
        """Count a request that came through the address of a node."""
        with self._changed:
            self._requests[f'{method} {path}'] += 1
            self._requests_of[node][f'{method} {path}'] += 1

    def requests(self) -> dict[str, int]:
        """How often each method and path was asked since the beginning."""
        with self._changed:
            return dict(self._requests)

    def requests_of_nodes(self) -> dict[str, dict[str, int]]:
        """The same through the address of each node that has one of its own."""
        with self._changed:
            return {node: dict(found) for node, found in self._requests_of.items() if node is not None}

    def hold(self, node: str | None) -> bool:
        """Keep the caller while the address hangs or is slow; false if it hung, so that no answer is due."""
        with self._changed:
            faults = self.faults(node)
            if faults.hang:
                self._changed.wait_for(lambda: not self.faults(node).hang)
            elif faults.delay:
                self._changed.wait_for(lambda: not self.faults(node).delay, timeout=faults.delay)
            return not faults.hang

    def wait_in_silence(self, node: str | None) -> None:
        """Keep the caller as long as the address accepts and says nothing."""
        with self._changed:
            self._changed.wait_for(lambda: self.faults(node).tls is not TlsFault.SILENT)

    def is_reachable(self, node: str | None) -> bool:
        """Whether an address accepts connections: its node is up, and it does not refuse."""
        with self._changed:
            return not self.faults(node).refuse and (node is None or self._online(node) is not None)

    def moment(self, node: str | None) -> Moment | None:
        """This instant as seen through a node (None: the first that is online), or None if it is down."""
        with self._changed:
            asked, faults = self._online(node), self.faults(node)
            if asked is None or faults.refuse:
                return None
            estate = _reordered(self.estate, self._requests.total()) if faults.reorder else self.estate
            return Moment(estate=estate, asked=asked, faults=faults, time=self.time, now=time.time())

    def remembered(self, key: Hashable) -> Reply | None:
        """What was answered before to the same question, if nothing has changed since."""
        return self._memory.get(key)

    def remember(self, key: Hashable, node: str | None, moment: Moment, reply: Reply) -> None:
        """Answer the same to the same question through this address, unless something has changed meanwhile."""
        with self._changed:
            is_still = self.clock.running_since is None and moment.time == self.time
            if is_still and moment.estate is self.estate and moment.faults == self.faults(node) == Faults():
                self._memory[key] = reply

    def answering(self, node: str | None) -> tuple[Estate, Node]:
        """The estate with the node whose certificate an address serves, be it online or not."""
        with self._changed:
            estate = self.estate
            return estate, self._online(node) or (node and estate.find(node)) or estate.nodes[0]

    def _online(self, name: str | None) -> Node | None:
        candidates = (node for node in self.estate.nodes if node.online and name in (None, node.name))
        return next(candidates, None)

    def _forget(self) -> None:
        self._memory: dict[Hashable, Reply] = {}
        self._changed.notify_all()


def _reordered(estate: Estate, turn: int) -> Estate:
    start = turn % len(estate.nodes)
    return replace(estate, nodes=estate.nodes[start:] + estate.nodes[:start])
