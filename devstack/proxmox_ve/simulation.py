"""All estates of one process with their doors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from .certificates import authority_of
from .door import Door
from .estate import Estate
from .estates import find_estate
from .faults import Faults
from .simulated_estate import SimulatedEstate

__all__ = (
    'DoorSpec',
    'Simulation',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSpec:
    """An address to open: an estate, optionally the node that answers there, and a port (0: any that is free)."""

    estate: str
    node: str | None = None
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> 'DoorSpec':
        """Read `ESTATE[@NODE][=PORT]`. Raises ValueError."""
        label, _, port = text.partition('=')
        estate, _, node = label.partition('@')
        return cls(estate=estate, node=node or None, port=int(port or 0))

    @property
    def label(self) -> str:
        """The name of the address: the estate's, with the node where one is given."""
        return f'{self.estate}@{self.node}' if self.node else self.estate


class Simulation:
    """Estates by name, each behind one door or more; as a context they are served.

    Raises LookupError for an unknown estate or node, and OSError for a port that is taken.
    """

    def __init__(self, specs: Sequence[DoorSpec], *, host: str = '127.0.0.1', live: bool = False) -> None:
        self._host = host
        self.estates = {spec.estate: SimulatedEstate(_served(spec.estate, host), live=live) for spec in specs}
        self.doors: dict[str, Door] = {}
        for spec in specs:
            self._add_door(spec)

    def __enter__(self) -> Self:
        for door in self.doors.values():
            door.open()
        return self

    def __exit__(self, *_: object) -> None:
        for simulated in self.estates.values():
            simulated.set_faults(Faults())
        for door in self.doors.values():
            door.stop()

    def authorities(self) -> str:
        """The root CAs of all estates, in PEM."""
        return ''.join(authority_of(simulated.initial).pem for simulated in self.estates.values())

    def set_faults(self, name: str, faults: Faults) -> None:
        """Let an estate suffer these faults and no others."""
        self.estates[name].set_faults(faults)
        for door in self.doors_of(name).values():
            (door.close if faults.refuse else door.open)()

    def reset(self, name: str) -> None:
        """Put an estate back to its beginning."""
        self.estates[name].reset()
        self.set_faults(name, Faults())

    def doors_of(self, name: str) -> dict[str, Door]:
        """The doors of one estate by label."""
        return {label: door for label, door in self.doors.items() if door.simulated is self.estates[name]}

    def _add_door(self, spec: DoorSpec) -> None:
        simulated = self.estates[spec.estate]
        if spec.node is not None and simulated.estate.find(spec.node) is None:
            raise LookupError(f'{spec.estate} has no node called {spec.node!r}')
        if spec.label in self.doors:
            raise LookupError(f'{spec.label} is asked for twice')
        self.doors[spec.label] = Door(simulated, host=self._host, port=spec.port, node=spec.node)


def _served(name: str, host: str) -> Estate:
    return replace(find_estate(name), hosts=(host,))
