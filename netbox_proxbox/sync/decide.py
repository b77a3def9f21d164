"""What people decide of nodes that are missing: they confirm a deletion that is held, or keep the node.

Pages and the REST API come through here. Both write through the model, so that the change log says who decided.
"""

from collections.abc import Collection
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.database.clock import database_now
from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.request import request_sync

from .apply import write

__all__ = ('confirm', 'keep')

SYNC: Final = 'netbox_proxbox.sync_proxmoxendpoint'


def confirm(endpoint: ProxmoxEndpoint, nodes: Collection[int] | None, user: Any, *, trigger: str) -> SyncRun:
    """Confirm the deletion of those of the nodes that are held, None being all held ones, and return an active run.

    A run that begins after this reads again, and deletes what is still absent: the one that is returned or, if that
    was under way already, the one that follows it. Needs `sync` on the endpoint and `delete` on each node, else raises
    PermissionDenied and confirms nothing. Raises ValidationError when none of them is held.
    """
    with transaction.atomic():
        held = [node for node in _chosen(endpoint, nodes, user, 'delete') if node.is_held]
        if not held:
            raise ValidationError(_('None of these nodes waits for a decision.'))
        for node in held:
            if not node.deletion_confirmed:
                now = {'deletion_confirmed': True, 'deletion_confirmed_at': database_now()}
                write(node, now, 'Deletion confirmed')
    return request_sync(endpoint, trigger=trigger, user=user)


def keep(endpoint: ProxmoxEndpoint, nodes: Collection[int] | None, user: Any) -> list[ProxmoxNode]:
    """Keep those of the nodes that are missing, None being all held ones, until they are back, and return them.

    Needs `sync` on the endpoint and `change` on each node, else raises PermissionDenied and keeps nothing.
    """
    with transaction.atomic():
        kept = [node for node in _chosen(endpoint, nodes, user, 'change') if node.is_missing]
        for node in kept:
            if node.missing_because != MissingChoices.KEPT:
                write(node, {'missing_because': MissingChoices.KEPT, 'deletion_confirmed': False}, 'Kept')
    return kept


def _chosen(endpoint: ProxmoxEndpoint, nodes: Collection[int] | None, user: Any, action: str) -> list[ProxmoxNode]:
    """Lock and return the nodes that are meant. Raises PermissionDenied if the user may not do this to one of them."""
    if not user.has_perm(SYNC, obj=endpoint):
        raise PermissionDenied(_('You do not have the permission to sync this endpoint.'))
    of_endpoint = ProxmoxNode.objects.filter(endpoint=endpoint)
    held = of_endpoint.filter(missing_because__in=MissingChoices.HELD)
    meant = held if nodes is None else of_endpoint.filter(pk__in=nodes)
    locked = list(meant.select_for_update(no_key=True).order_by('pk'))
    found = {node.pk for node in locked}
    if refused := (found if nodes is None else set(nodes)) - _permitted(user, action, found):
        raise PermissionDenied(_refusal(user, locked, refused))
    return locked


def _permitted(user: Any, action: str, node_ids: Collection[int]) -> set[int]:
    permitted: Any = ProxmoxNode.objects.restrict(user, action)
    return set(permitted.filter(pk__in=node_ids).values_list('pk', flat=True))


def _refusal(user: Any, locked: Collection[ProxmoxNode], refused: Collection[int]) -> str:
    """Say which nodes are refused: those that the user may not see are counted, with those that are not there."""
    visible = _permitted(user, 'view', refused)
    names = [node.name for node in locked if node.pk in visible]
    hidden = len(refused) - len(names)
    told = [_('You may not do this to {nodes}.').format(nodes=several(names))] if names else []
    if hidden:
        words = ngettext(
            '{count} node is not there, or you may not see it.',
            '{count} nodes are not there, or you may not see them.',
            hidden,
        )
        told.append(words.format(count=hidden))
    return ' '.join(told)
