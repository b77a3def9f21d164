"""Nodes that the last complete reading lacked: why each is still there, in words, and who may decide on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

from .keys import keys_of

__all__ = ('DECIDABLE', 'DELETE', 'KEEP', 'Chosen', 'chosen_nodes', 'decide_url', 'held_count', 'may_decide', 'why')

# What a decision needs on a node, beside the permission to sync its endpoint.
DELETE: Final = 'delete'
KEEP: Final = 'change'
# Of which nodes it may be decided: a deletion is confirmed where it waits, but any node may be kept for good.
DECIDABLE: Final[Mapping[str, Collection[str]]] = {
    DELETE: MissingChoices.HELD,
    KEEP: (*MissingChoices.HELD, MissingChoices.RULE, MissingChoices.TAG),
}
PAGES: Final = {DELETE: 'confirm_deletions', KEEP: 'keep_nodes'}
ANCHOR: Final = '#missing-nodes'


@dataclass(frozen=True, slots=True)
class Chosen:
    """The nodes that a decision is about, and how many others wait that the user may not see or decide on."""

    nodes: list[ProxmoxNode]
    left_out: int


def chosen_nodes(endpoint: ProxmoxEndpoint, user: Any, action: str, keys: Sequence[str]) -> Chosen:
    """Return those of the named nodes of which it may be so decided, or without names all that wait for a decision."""
    reasons = DECIDABLE[action] if keys else MissingChoices.HELD
    waiting: Any = ProxmoxNode.objects.filter(endpoint=endpoint, missing_because__in=reasons)
    if keys:
        waiting = waiting.filter(pk__in=keys_of(keys))
    nodes = list(waiting.restrict(user, 'view').restrict(user, action))
    return Chosen(nodes, waiting.count() - len(nodes))


def held_count() -> Coalesce:
    """Return how many nodes of each endpoint wait for a decision, as an expression."""
    held = ProxmoxNode.objects.filter(endpoint=OuterRef('pk'), missing_because__in=MissingChoices.HELD)
    return Coalesce(Subquery(held.order_by().values('endpoint').annotate(number=Count('*')).values('number')), 0)


def may_decide(user: Any, node: ProxmoxNode, action: str) -> bool:
    """Tell whether it may be so decided on this node, by this user."""
    if node.missing_because not in DECIDABLE[action]:
        return False
    may_sync = user.has_perm('netbox_proxbox.sync_proxmoxendpoint', node.endpoint)
    return bool(may_sync and user.has_perm(f'netbox_proxbox.{action}_proxmoxnode', node))


def decide_url(endpoint_id: int, action: str = '', node_id: int | None = None) -> str:
    """Return where it is decided: the page that asks whether to, of one node or all, or the panel with them all."""
    if not action:
        return reverse('plugins:netbox_proxbox:proxmoxendpoint', args=[endpoint_id]) + ANCHOR
    page = reverse(f'plugins:netbox_proxbox:proxmoxendpoint_{PAGES[action]}', args=[endpoint_id])
    return page if node_id is None else f'{page}?pk={node_id}'


def why(node: ProxmoxNode, endpoint: ProxmoxEndpoint) -> str:
    """Return why a missing node is still there, and what becomes of it."""
    reason = _reasons(node, endpoint).get(node.missing_because, '')
    if node.deletion_confirmed:
        return f'{reason} {_("Its deletion is confirmed: the next sync deletes it, unless it is back.")}'
    return reason


def _reasons(node: ProxmoxNode, endpoint: ProxmoxEndpoint) -> dict[str, str]:
    kept_for = ngettext(
        'The endpoint keeps it for {count} complete reading without it.',
        'The endpoint keeps it for {count} complete readings without it.',
        endpoint.keep_readings,
    )
    protected = _('The tag "{tag}" protects it from being deleted by a sync.')
    return {
        MissingChoices.RULE: kept_for.format(count=endpoint.keep_readings),
        MissingChoices.TAG: protected.format(tag=current_settings()['keep_tag']),
        MissingChoices.KEPT: _('Somebody decided to keep it, until it is back or somebody deletes it.'),
        MissingChoices.LIMIT: _('Waits for a decision: more nodes were gone at once than the deletion limit allows.'),
        MissingChoices.ALL_NODES: _('Waits for a decision: all nodes would have been deleted at once.'),
    }
