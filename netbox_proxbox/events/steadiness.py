"""Events of flapping nodes that have come to rest."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now

from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import OutboxEvent, ProxmoxNode

from . import names
from .changes import UNREST, of_nodes
from .news import News, Node, unrest_of
from .outbox import put

__all__ = ('note_steady',)

STEADY_AFTER: Final = timedelta(minutes=30)


def note_steady() -> int:
    """Tell of nodes that were told as flapping, and keep their state since; return how many events that makes."""
    return in_transaction(_note_steady) if ProxmoxNode.objects.filter(pk__in=_flapping()).exists() else 0


def _note_steady() -> int:
    rested = _at_rest(_flapping())
    # Another sweep may have told of them, which this one waited for.
    still = _flapping()
    nodes = sorted((node for node in rested if node.pk in still), key=_shared)
    events = [_event(list(group)) for _, group in groupby(nodes, key=_shared)]
    put(events)
    return len(events)


def _flapping() -> set[int]:
    told = OutboxEvent.objects.filter(UNREST).order_by('pk')
    return unrest_of(told.values_list('payload__stands_for', 'payload__node_ids'))[1]


def _at_rest(flapping: Collection[int]) -> Sequence[ProxmoxNode]:
    """Lock and return flapping nodes that are. Two sweeps at once take one after the other."""
    since = Now() - STEADY_AFTER
    rests = Q(online=True, online_since__lt=since) | Q(online=False, offline_since__lt=since)
    nodes = ProxmoxNode.objects.filter(rests, pk__in=flapping).select_related('endpoint', 'proxmox_cluster')
    return list(nodes.select_for_update(no_key=True, of=('self',)).order_by('pk'))


def _shared(node: ProxmoxNode) -> tuple[int, bool]:
    return node.endpoint_id, node.online


def _event(nodes: Sequence[ProxmoxNode]) -> OutboxEvent:
    first, named = nodes[0], tuple(Node(node.pk, node.name) for node in nodes)
    event, also = (names.NODE_STEADY, ()) if first.online else (names.NODE_OFFLINE, (names.NODE_STEADY,))
    news = News(event=event, nodes=named, fields={'online': (None, first.online)}, also=also)
    return of_nodes(news, first.endpoint, first.proxmox_cluster, since=first.state_since)
