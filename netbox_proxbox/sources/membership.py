"""What holds of any list of the members of a cluster, whoever passes it on. Pure."""

from collections import Counter
from collections.abc import Sequence

from .node_rows import IncompleteRows, refuse_too_many
from .records import Mode, NodeTopology

__all__ = ('check_members',)


def check_members(nodes: Sequence[NodeTopology], mode: Mode, counted: int | None) -> None:
    """Refuse a list that cannot be the whole truth; `counted` is what Proxmox VE counts. Raises IncompleteRows."""
    if not nodes:
        raise IncompleteRows('No node was listed.')
    refuse_too_many(nodes)
    if counted is not None and counted > len(nodes):
        raise IncompleteRows(f'Proxmox VE counts {counted} nodes, but only {len(nodes)} were listed.')
    name, times = Counter(node.name for node in nodes).most_common(1)[0]
    if times > 1:
        raise IncompleteRows(f'Node "{name}" was listed {times} times.')
    if mode == 'standalone' and len(nodes) > 1:
        raise IncompleteRows(f'A standalone host was listed with {len(nodes)} nodes.')
