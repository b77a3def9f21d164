"""Events of what a sync changes. A sync that changes nothing comes here for nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import OutboxEvent, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from . import names
from .news import QUORUM, STATES, WITH_STATES, News, Node, as_one, calmed, news_of, unrest_of, with_quorum
from .outbox import event_about, put
from .words import sentence_of

__all__ = ('UNREST', 'lately_told', 'note_changes', 'of_nodes')

FLAPPING_WITHIN: Final = timedelta(hours=1)
# What begins and ends the flapping of nodes; of those that come to rest offline it is told that they are.
UNREST: Final = Q(event_type__in=(names.NODE_FLAPPING, names.NODE_STEADY)) | Q(
    event_type=names.NODE_OFFLINE, payload__stands_for__contains=[names.NODE_STEADY]
)
# About whom these are, however many nodes they name.
OF_THE_ENDPOINT: Final = (names.MODE_CHANGED, names.DELETION_HELD)
OF_THE_CLUSTER: Final = (names.QUORUM_LOST, names.QUORUM_REGAINED, names.NODE_LEFT)


def note_changes(
    endpoint: ProxmoxEndpoint,
    cluster: ProxmoxCluster | None,
    records: Sequence[Mapping[str, Any]],
    *,
    since: datetime | None,
    run_id: int,
) -> None:
    """Put into the outbox what records of a run are news of. The endpoint is as it was before, and locked."""
    news = news_of(records, is_first=endpoint.last_read_at is None)
    if any(each.event in STATES for each in news):
        changes, flapping = _unrest(endpoint.pk)
        news = calmed(news, changes, flapping, current_settings()['flapping_limit'])
    if cluster is not None and any(each.event in QUORUM for each in news):
        told = lately_told(QUORUM, cluster).order_by('pk').values_list('event_type', flat=True)
        news = with_quorum(news, list(told), current_settings()['flapping_limit'])
    put([of_nodes(each, endpoint, cluster, since=since, run_id=run_id) for each in as_one(news)])


def of_nodes(
    news: News,
    endpoint: ProxmoxEndpoint,
    cluster: ProxmoxCluster | None,
    *,
    since: datetime | None,
    run_id: int | None = None,
) -> OutboxEvent:
    """Return the event of news about an endpoint, its cluster or its nodes: about one node, or what several share."""
    # A cluster was none before, or is none any more.
    where = endpoint if news.event == names.MODE_CHANGED else cluster or endpoint
    return event_about(
        _about(news, endpoint, cluster),
        news.event,
        sentence_of(news, str(where)),
        endpoints=[endpoint],
        cluster=cluster,
        nodes=news.nodes,
        run_id=run_id,
        since=since,
        before={name: old for name, (old, _) in news.fields.items()},
        after={name: new for name, (_, new) in news.fields.items()},
        also=news.also,
    )


def lately_told(events: Sequence[str], about: Model) -> QuerySet[OutboxEvent]:
    """Return what was told of an object within the time in which changes are counted, of events that are about it."""
    lately = OutboxEvent.objects.filter(event_type__in=events, created__gt=Now() - FLAPPING_WITHIN)
    told: QuerySet[OutboxEvent] = lately.filter(object_id=about.pk)
    return told


def _about(news: News, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster | None) -> Model:
    if news.event in OF_THE_ENDPOINT:
        return endpoint
    if news.event in OF_THE_CLUSTER or len(news.nodes) > 1:
        return cluster or endpoint
    (node,) = news.nodes
    return _node(node)


def _node(node: Node) -> ProxmoxNode:
    """Return as much of a node as names it and leads to its page."""
    return ProxmoxNode(pk=node.id, name=node.name)


def _unrest(endpoint_id: int) -> tuple[Counter[int], set[int]]:
    lately = Q(event_type__in=WITH_STATES, created__gt=Now() - FLAPPING_WITHIN)
    told = OutboxEvent.objects.filter(lately | UNREST, endpoint_id=endpoint_id)
    return unrest_of(told.order_by('pk').values_list('payload__stands_for', 'payload__node_ids'))
