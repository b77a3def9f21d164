"""Deletions that wait for a person."""

from collections.abc import Collection, Mapping
from typing import Final

from .sync import SyncError

__all__ = ('DeletionsHeld', 'several')

MOST_NAMES: Final = 5
MARK: Final = 'but deletions wait for a decision:'
WHY: Final = {
    'all-nodes': 'All known nodes were gone at once.',
    'limit': 'More of them were gone at once than the deletion limit allows.',
}


class DeletionsHeld(SyncError):
    """Nodes are gone from Proxmox in a number that a person should know of; `nodes` has the reason of each by name."""

    code = 'deletions-held'
    cause_text = 'What was read of endpoint "{endpoint}" is written, ' + MARK + ' {nodes}. {why}'
    cure_text = (
        'Look whether these nodes are really gone. The page of endpoint "{endpoint}" has them under Missing Nodes: '
        'confirm the deletions, or keep them. A node that is back needs no decision.'
    )

    @staticmethod
    def says(text: str) -> bool:
        """Tell whether this is the cause of such an error: a run that is degraded as well has it among its warnings."""
        return MARK in text

    def __init__(self, endpoint: str, nodes: Mapping[str, str]) -> None:
        reasons = set(nodes.values())
        why = ' '.join(words for reason, words in WHY.items() if reason in reasons)
        super().__init__(endpoint=endpoint, nodes=several(nodes), why=why)


def several(names: Collection[str]) -> str:
    """Return the first of the names, and how many more there are."""
    first, more = list(names)[:MOST_NAMES], len(names) - MOST_NAMES
    return f'{", ".join(first)} and {more} more' if more > 0 else ', '.join(first)
