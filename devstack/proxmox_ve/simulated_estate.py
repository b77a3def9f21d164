"""The present of one estate: what it is, what ails it, what was asked of it. Safe between threads."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from .clock import Clock
from .estate import Estate, Node
from .faults import Faults
from .gate import Moment

__all__ = ('SimulatedEstate',)


class SimulatedEstate:
    """Holds an estate that changes; `live` lets its clock run from the start."""

    def __init__(self, initial: Estate, *, live: bool = False) -> None:
        self.initial = initial
        self.live = live
        self._changed = threading.Condition()
        self.reset()

    def reset(self) -> None:
        """Start anew: the first state, no faults, no memory of requests."""
        with self._changed:
            self.estate = self.initial
            self.faults = Faults()
            self.clock = Clock().started(time.monotonic()) if self.live else Clock()
            self._requests: Counter[str] = Counter()
            self._changed.notify_all()

    @property
    def time(self) -> float:
        """Simulated seconds since the beginning."""
        return self.clock.reading(time.monotonic())

    def change(self, transition: Callable[[Estate, float], Estate]) -> None:
        """Replace the estate by what the transition makes of it at the present simulated time."""
        with self._changed:
            self.estate = transition(self.estate, self.time)

    def set_faults(self, faults: Faults) -> None:
        """Let these faults take effect, also on requests that are being held."""
        with self._changed:
            self.faults = faults
            self._changed.notify_all()

    def set_clock(self, change: Callable[[Clock, float], Clock]) -> None:
        """Replace the clock by what the change makes of it at the present monotonic instant."""
        with self._changed:
            self.clock = change(self.clock, time.monotonic())

    def record(self, method: str, path: str) -> None:
        """Count a request."""
        with self._changed:
            self._requests[f'{method} {path}'] += 1

    def requests(self) -> dict[str, int]:
        """How often each method and path was asked since the beginning."""
        with self._changed:
            return dict(self._requests)

    def hold(self) -> bool:
        """Keep the caller while the estate hangs or is slow; false if it hung, so that no answer is due."""
        with self._changed:
            hung = self.faults.hang
            self._changed.wait_for(lambda: not self.faults.hang)
            self._changed.wait_for(lambda: not self.faults.delay, timeout=self.faults.delay)
            return not hung

    def moment(self, node: str | None) -> Moment | None:
        """This instant as seen through a node (None: the first that is online), or None if it is down."""
        with self._changed:
            asked = self._online(node)
            if asked is None or self.faults.refuse:
                return None
            estate = _reordered(self.estate, self._requests.total()) if self.faults.reorder else self.estate
            return Moment(estate=estate, asked=asked, faults=self.faults, time=self.time, now=time.time())

    def answering(self, name: str | None) -> tuple[Estate, Node]:
        """The estate with the node whose certificate an address serves, be it online or not."""
        with self._changed:
            estate = self.estate
            return estate, self._online(name) or (name and estate.find(name)) or estate.nodes[0]

    def _online(self, name: str | None) -> Node | None:
        candidates = (node for node in self.estate.nodes if node.online and name in (None, node.name))
        return next(candidates, None)


def _reordered(estate: Estate, turn: int) -> Estate:
    start = turn % len(estate.nodes)
    return replace(estate, nodes=estate.nodes[start:] + estate.nodes[:start])
