"""When a node that a complete, plausible reading lacks is deleted, and why it stays otherwise. Pure: no Django in here.

The table of these rules, and of the test that holds each, is in docs/guarantees.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ('ALL_NODES', 'HELD', 'KEPT', 'LIMIT', 'NOT_MISSING', 'RULE', 'TAG', 'Absent', 'Policy', 'Verdict', 'judge')

# As `choices.MissingChoices` has them.
RULE: Final = 'rule'
TAG: Final = 'tag'
KEPT: Final = 'kept'
LIMIT: Final = 'limit'
ALL_NODES: Final = 'all-nodes'
HELD: Final = (LIMIT, ALL_NODES)
# What a row holds of its absence when a reading has it.
NOT_MISSING: Final[Mapping[str, Any]] = {
    'missing_since': None,
    'missing_readings': 0,
    'missing_because': '',
    'deletion_confirmed': False,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What an endpoint says: `when` is "delete" or "keep"; `deletion_limit` is in percent of the known nodes."""

    when: str
    keep_readings: int
    deletion_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A node that this reading lacks: `readings` before it did so too, and it stayed `because` of them."""

    pk: int
    name: str
    readings: int = 0
    because: str = ''
    is_protected: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The keys of the nodes to delete, and of those that stay, each with the reason."""

    delete: tuple[int, ...]
    missing: Mapping[int, str]


def judge(known: int, absent: Sequence[Absent], policy: Policy) -> Verdict:
    """Decide what becomes of the nodes that a reading lacks, of all that are known of the endpoint.

    What a person confirmed is deleted, unless a tag protects it. A question that was asked is answered by a person, or
    by the node when it is back, but by no setting and no other node: it counts among those that would go at once. Those
    that stay anyhow are no part of what the limit is a share of.
    """
    stays = {node.pk: reason for node in absent if (reason := _reason_to_stay(node, policy))}
    others = [node for node in absent if node.pk not in stays]
    sure = [node.pk for node in others if node.is_confirmed]
    held = {node.pk: node.because for node in others if not node.is_confirmed and node.because in HELD}
    leaving = [node.pk for node in others if not node.is_confirmed and node.pk not in held]
    hold = _reason_to_hold(known - len(stays), len(others), policy)
    if hold:
        return Verdict(tuple(sure), stays | held | dict.fromkeys(leaving, hold))
    return Verdict((*sure, *leaving), stays | held)


def _reason_to_stay(node: Absent, policy: Policy) -> str:
    """Return why a node stays whatever becomes of the others; empty if nothing says so."""
    if node.because == KEPT:
        return KEPT
    if node.is_protected:
        return TAG
    if node.is_confirmed or node.because in HELD:
        return ''
    return RULE if policy.when == 'keep' and node.readings + 1 < policy.keep_readings else ''


def _reason_to_hold(known: int, leaving: int, policy: Policy) -> str:
    """Return why so many of the known nodes do not go at once; empty if they may."""
    if leaving <= 1:
        return ''
    if leaving >= known:
        return ALL_NODES
    return LIMIT if leaving * 100 > policy.deletion_limit * known else ''
