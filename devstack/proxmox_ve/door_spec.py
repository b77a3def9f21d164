"""How the addresses of an estate are written on the command line."""

from dataclasses import dataclass

__all__ = ('DoorSpec',)

EACH_NODE = '*'


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSpec:
    """An address to open: an estate, optionally the node that answers there, and a port (0: any that is free)."""

    estate: str
    node: str | None = None
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> 'DoorSpec':
        """Read `ESTATE[@NODE][=PORT]`; `*` for the node means each on an address of its own. Raises ValueError."""
        label, _, port = text.partition('=')
        estate, _, node = label.partition('@')
        return cls(estate=estate, node=node or None, port=int(port or 0))

    @property
    def is_for_each_node(self) -> bool:
        """Whether every node of the estate gets a loopback address of its own, all with the same port."""
        return self.node == EACH_NODE

    @property
    def label(self) -> str:
        """The name of the address: the estate's, with the node where one is given."""
        return f'{self.estate}@{self.node}' if self.node else self.estate
