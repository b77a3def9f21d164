"""Nodes that a reading lacks: judged, noted on their rows, and told by the run."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.db.models.functions import Least

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.errors import DeletionsHeld, several
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

from .absence import HELD, RULE, TAG, Absent, Policy, judge
from .apply import update
from .rows import Rows

__all__ = ('NOBODY_MISSING', 'Noted', 'deletions_held', 'lock_held', 'note_absent', 'protected_nodes')

# What the column holds. At a sync every five minutes, that is four months.
MOST_READINGS: Final = 32767
KEPT_BY_RULE: Final = 'Gone from Proxmox, and kept until {number} complete readings lack them: {names}.'
KEPT_BY_TAG: Final = 'Gone from Proxmox, and protected by the tag "{tag}": {names}.'


@dataclass(frozen=True, slots=True)
class Noted:
    """What was changed and is new, the keys of nodes to delete, and whether others wait for a decision."""

    records: list[dict[str, Any]]
    warnings: list[str]
    delete: tuple[int, ...]
    has_held: bool


NOBODY_MISSING: Final = Noted([], [], (), has_held=False)


def note_absent(rows: Rows, absent: Collection[int], known: int, *, read_at: datetime, run_id: int) -> Noted:
    """Note on locked rows that a reading lacks them, `known` being how many there were, and say which are to go.

    That a node is missing, and why it stays, is news; that one more reading lacks it is counted past the change log.
    """
    if not absent:
        return NOBODY_MISSING
    nodes = {node.pk: node for node in rows.nodes.values() if node.pk in absent}
    verdict = judge(known, _absent_of(nodes.values(), read_at), _policy_of(rows.endpoint))
    news = {pk: reason for pk, reason in verdict.missing.items() if nodes[pk].missing_because != reason}
    _count([pk for pk in verdict.missing if nodes[pk].is_missing])
    records = [update(nodes[pk], _fields(nodes[pk], reason, read_at), run_id) for pk, reason in news.items()]
    warnings = list(_told(rows.endpoint, {nodes[pk].name: reason for pk, reason in news.items()}))
    # NetBox may refuse a deletion that was confirmed; then it goes on waiting.
    may_wait = any(nodes[pk].is_held for pk in verdict.delete)
    has_held = may_wait or not set(HELD).isdisjoint(verdict.missing.values())
    return Noted(records, warnings, verdict.delete, has_held=has_held)


def protected_nodes(node_ids: Collection[int]) -> set[int]:
    """Return those of the nodes that a tag protects from being deleted by syncs."""
    tagged = ProxmoxNode.objects.filter(pk__in=node_ids, tags__slug=current_settings()['keep_tag'])
    return set(tagged.order_by().values_list('pk', flat=True))


def lock_held(endpoint: ProxmoxEndpoint) -> list[ProxmoxNode]:
    """Lock and return the nodes whose deletion waits for a decision: who confirms at this moment waits for the end."""
    held = ProxmoxNode.objects.filter(endpoint=endpoint, missing_because__in=MissingChoices.HELD)
    return list(held.select_for_update(no_key=True).order_by('pk'))


def deletions_held(endpoint: ProxmoxEndpoint, held: Collection[ProxmoxNode]) -> DeletionsHeld | None:
    """Return what a run says as long as deletions of its endpoint wait for a decision, if some do."""
    found = {node.name: node.missing_because for node in sorted(held, key=lambda node: node.name)}
    return DeletionsHeld(endpoint.name, found) if found else None


def _absent_of(nodes: Collection[ProxmoxNode], read_at: datetime) -> list[Absent]:
    protected = protected_nodes([node.pk for node in nodes])
    return [
        Absent(
            pk=node.pk,
            name=node.name,
            readings=node.missing_readings,
            because=node.missing_because,
            is_protected=node.pk in protected,
            is_confirmed=node.is_confirmed_before(read_at),
        )
        for node in nodes
    ]


def _policy_of(endpoint: ProxmoxEndpoint) -> Policy:
    return Policy(endpoint.when_node_disappears, endpoint.keep_readings, endpoint.deletion_limit)


def _fields(node: ProxmoxNode, reason: str, read_at: datetime) -> dict[str, Any]:
    """Return what a row gets that stays for another reason than before. A confirmation was for the old one."""
    fields: dict[str, Any] = {'missing_because': reason}
    if not node.is_missing:
        fields |= {'missing_since': read_at, 'missing_readings': 1}
    fields |= {name: False for name in ('online', 'local') if getattr(node, name)}
    if node.deletion_confirmed:
        fields['deletion_confirmed'] = False
    return fields


def _count(node_ids: Sequence[int]) -> None:
    """Count a reading more for nodes that were missing before."""
    if node_ids:
        more = Least(F('missing_readings') + 1, MOST_READINGS)
        ProxmoxNode.objects.filter(pk__in=node_ids).update(missing_readings=more)


def _told(endpoint: ProxmoxEndpoint, news: dict[str, str]) -> Iterator[str]:
    """Say who is newly kept by the endpoint's setting or by a tag. Each run says what is held: `deletions_held`."""
    by_rule, by_tag = ([name for name, why in news.items() if why == reason] for reason in (RULE, TAG))
    if by_rule:
        yield KEPT_BY_RULE.format(number=endpoint.keep_readings, names=several(by_rule))
    if by_tag:
        yield KEPT_BY_TAG.format(tag=current_settings()['keep_tag'], names=several(by_tag))
