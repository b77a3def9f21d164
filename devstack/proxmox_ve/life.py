"""What an estate goes through by itself, decided by its seed and the number of the turn alone."""

import threading
from dataclasses import replace
from functools import partial
from typing import Self

from .estate import Estate
from .metrics import share
from .simulation import Simulation
from .transitions import add_node, remove_node, set_online

__all__ = (
    'Life',
    'live_on',
)

FAILURE_RATE = 0.25
RECOVERY_RATE = 0.5
MEMBERSHIP_EVERY = 10


def live_on(turn: int, estate: Estate, time: float) -> Estate:
    """The estate after one turn: nodes that failed come back, another fails, a member joins or leaves.

    A node that was down from the beginning stays down, no failure costs the cluster its quorum, and without
    quorum nothing happens at all.
    """
    if estate.standalone or not estate.quorate:
        return estate
    changed = _failed(_recovered(estate, turn, time), turn, time)
    due = (turn + int(MEMBERSHIP_EVERY * share(estate.name, 'membership'))) % MEMBERSHIP_EVERY == 0
    return _membership(changed, time) if due else changed


def _recovered(estate: Estate, turn: int, time: float) -> Estate:
    for node in estate.nodes:
        if node.failed_at is not None and share(estate.name, turn, node.name, 'recovery') < RECOVERY_RATE:
            estate = set_online(estate, node.name, True, time)
    return estate


def _failed(estate: Estate, turn: int, time: float) -> Estate:
    candidates = [node for node in estate.nodes[1:] if node.online]
    if not candidates or share(estate.name, turn, 'failure') >= FAILURE_RATE:
        return estate
    victim = candidates[int(share(estate.name, turn, 'victim') * len(candidates))]
    broken = estate.with_node(replace(victim, online=False, failed_at=time, down_since=time))
    return broken if broken.quorate else estate


def _membership(estate: Estate, time: float) -> Estate:
    """A visitor joins, and leaves the next time."""
    visitor = f'{estate.name}-visitor'
    if estate.find(visitor) is None:
        return add_node(estate, visitor, f'198.51.100.{1 + int(254 * share(visitor, "address"))}', time)
    return remove_node(estate, visitor) if len(estate.nodes) > 1 else estate


class Life:
    """Lets every estate of a simulation live one turn after another while it is open as a context."""

    def __init__(self, simulation: Simulation, *, every: float) -> None:
        self._simulation = simulation
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        turn = 0
        while not self._ended.wait(self._every):
            turn += 1
            for name in self._simulation.estates:
                self._simulation.change(name, partial(live_on, turn))
