"""All estates of one process with their doors."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Self

from .acceptor import Acceptor
from .addresses import addressed, node_hosts
from .certificates import authority_of
from .door import Door
from .door_spec import DoorSpec
from .estate import Estate
from .faults import Faults
from .simulated_estate import SimulatedEstate

__all__ = (
    'DoorSpec',
    'Simulation',
)

PORT_ATTEMPTS = 20


class Simulation:
    """Estates by name, each behind one door or more; as a context they are served.

    An estate whose every node has a door of its own tells of their loopback addresses as those of its nodes.
    Raises LookupError for an unknown estate or node, and OSError for a port that is taken.
    """

    def __init__(self, specs: Sequence[DoorSpec], *, host: str = '127.0.0.1', live: bool = False) -> None:
        self._host = host
        self._acceptor = Acceptor()
        estates = {name: replace(estate, hosts=(host,)) for name, estate in addressed(specs).items()}
        self.estates = {name: SimulatedEstate(estate, live=live) for name, estate in estates.items()}
        self._doors: dict[str, dict[str, Door]] = {name: {} for name in estates}
        for spec in specs:
            self._add(spec)

    def __enter__(self) -> Self:
        self._acceptor.start()
        for door in self.doors.values():
            door.arrange()
        return self

    def __exit__(self, *_: object) -> None:
        for simulated in self.estates.values():
            simulated.clear_faults()
        for door in self.doors.values():
            door.stop()
        self._acceptor.stop()

    @property
    def doors(self) -> dict[str, Door]:
        """All doors by label."""
        return {label: door for doors in self._doors.values() for label, door in doors.items()}

    def authorities(self) -> str:
        """The root CAs of all estates, in PEM."""
        return ''.join(authority_of(simulated.initial).pem for simulated in self.estates.values())

    def change(self, name: str, transition: Callable[[Estate, float], Estate]) -> None:
        """Replace an estate by what the transition makes of it; the doors of nodes that are down are closed."""
        self.estates[name].change(transition)
        self._arrange(name)

    def set_faults(self, name: str, faults: Faults, node: str | None = None) -> None:
        """Let an estate, or one node of it, suffer these faults and no others. Raises LookupError."""
        if node is not None and self.estates[name].estate.find(node) is None:
            raise LookupError(node)
        self.estates[name].set_faults(faults, node)
        self._arrange(name)

    def reset(self, name: str) -> None:
        """Put an estate back to its beginning."""
        self.estates[name].reset()
        self._arrange(name)

    def doors_of(self, name: str) -> dict[str, Door]:
        """The doors of one estate by label."""
        return self._doors[name]

    def _arrange(self, name: str) -> None:
        for door in self._doors[name].values():
            door.arrange()

    def _add(self, spec: DoorSpec) -> None:
        doors, estate = self._doors[spec.estate], self.estates[spec.estate].initial
        if spec.node is not None and not spec.is_for_each_node and estate.find(spec.node) is None:
            raise LookupError(f'{spec.estate} has no node called {spec.node!r}')
        added = self._doors_of_nodes(spec) if spec.is_for_each_node else {spec.label: self._door(spec, self._host)}
        if doors.keys() & added.keys():
            raise LookupError(f'{spec.label} is asked for twice')
        doors |= added

    def _doors_of_nodes(self, spec: DoorSpec) -> dict[str, Door]:
        """All on one port: whichever is free at the first address may be taken at another, so look for it again."""
        for _ in range(0 if spec.port else PORT_ATTEMPTS):
            with suppress(OSError):
                return self._with_one_port(spec)
        return self._with_one_port(spec)

    def _with_one_port(self, spec: DoorSpec) -> dict[str, Door]:
        number = list(self.estates).index(spec.estate) + 1
        doors: dict[str, Door] = {}
        try:
            for node, host in node_hosts(self.estates[spec.estate].initial, number).items():
                door_spec = DoorSpec(estate=spec.estate, node=node, port=spec.port)
                door = doors[door_spec.label] = self._door(door_spec, host)
                spec = replace(spec, port=door.port)
        except OSError:
            for door in doors.values():
                door.stop()
            raise
        return doors

    def _door(self, spec: DoorSpec, host: str) -> Door:
        return Door(self.estates[spec.estate], self._acceptor, host=host, port=spec.port, node=spec.node)
