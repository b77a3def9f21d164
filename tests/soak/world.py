"""Simulated estates that change at random, and what was ever true of them."""

from collections import defaultdict
from random import Random

from devstack.proxmox_ve.control import Control, ControlError
from devstack.proxmox_ve.estate_state import EstateState

__all__ = ('World',)

VISITOR = 'visitor'


class World:
    """Changes one estate at a time; `absent` has the names that each estate lacked at some moment."""

    def __init__(self, control: Control, estates: list[str], random: Random) -> None:
        self.estates = estates
        self.absent: dict[str, set[str]] = defaultdict(set)
        self.changes = 0
        self._control = control
        self._random = random
        for estate in estates:
            control.start_clock(estate)

    def turn(self) -> None:
        """Let a node fail or come back, a member join or leave, or a cluster get another name."""
        estate = self._random.choice(self.estates)
        state = self._control.state(estate)
        if state.cluster_name is None:
            return
        change = self._random.choice([self._toggle, self._toggle, self._move, self._rename])
        try:
            change(state)
        except ControlError:
            return
        self.changes += 1

    def calm(self) -> None:
        """Stop the clocks, so that a reading can be held against the truth."""
        for estate in self.estates:
            self._control.stop_clock(estate)

    def state(self, estate: str) -> EstateState:
        return self._control.state(estate)

    def _toggle(self, state: EstateState) -> None:
        node = self._random.choice(state.nodes[1:] or state.nodes)
        self._control.set_online(state.name, node.name, not node.online)

    def _move(self, state: EstateState) -> None:
        if VISITOR in {node.name for node in state.nodes}:
            self._control.remove_node(state.name, VISITOR)
            self.absent[state.name].add(VISITOR)
        else:
            self._control.add_node(state.name, VISITOR, '198.51.100.7')

    def _rename(self, state: EstateState) -> None:
        self._control.rename_cluster(state.name, f'{state.name}-{self._random.randrange(1000)}')
