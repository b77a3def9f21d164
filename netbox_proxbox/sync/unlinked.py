"""A cluster or node of a reading without a link, whether it has a row or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .linking import Row
from .rows import plain

__all__ = ('Unlinked', 'row_of')


def row_of(row: Any) -> Row:
    """Return a row without a link in the terms of the rules."""
    refused = row.link_ignored if isinstance(row.link_ignored, list) else []
    return Row(row.pk, row.name, plain(getattr(row, 'ip_address', None)), refused=frozenset(refused))


@dataclass(frozen=True, slots=True)
class Unlinked:
    """What is planned for a row, which is None until it is created."""

    name: str
    row: Any | None
    planned: Mapping[str, Any]

    @property
    def may_be_linked(self) -> bool:
        """Whether a rule may link it."""
        return self.row is None or bool(self.row.may_be_linked)

    @property
    def candidates(self) -> list[int]:
        """The keys of the objects that it is known to be one of, perhaps."""
        return self.row.link_candidates if self.row else []

    @property
    def is_member(self) -> bool:
        """Whether it is a node that the row is going to have in its cluster."""
        return bool(self.planned.get('in_cluster', getattr(self.row, 'proxmox_cluster_id', None)))

    def value(self, field: str) -> Any:
        """Return what the row is going to hold."""
        return self.planned.get(field, getattr(self.row, field, None))

    def judged(self, number: int) -> Row:
        """Return it in the terms of the rules; a row that is to be created has no key yet."""
        address = plain(self.value('ip_address'))
        if self.row is None:
            return Row(-number, self.name, address)
        return replace(row_of(self.row), name=self.name, address=address)
