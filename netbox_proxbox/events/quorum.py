"""What became of the quorum of clusters whose changes were too many to tell each (`changes.py`)."""

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import OutboxEvent, ProxmoxCluster

from . import names
from .changes import lately_told, of_nodes
from .news import QUORUM, News
from .outbox import put

__all__ = ('note_quorum',)


def note_quorum() -> int:
    """Tell the quorum of clusters of which another was told last, once fewer changes are; return how many events."""
    return in_transaction(_note) if _told_otherwise() else 0


def _note() -> int:
    clusters = ProxmoxCluster.objects.filter(pk__in=_told_otherwise()).select_related('endpoint').order_by('pk')
    locked = list(clusters.select_for_update(no_key=True, of=('self',)))
    # Another sweep may have told of them, which this one waited for.
    still = _told_otherwise()
    events = [_event(cluster) for cluster in locked if cluster.pk in still]
    put(events)
    return len(events)


def _told_otherwise() -> list[int]:
    told = OutboxEvent.objects.filter(event_type__in=QUORUM).order_by('pk').values_list('object_id', 'event_type')
    last, limit = dict(told), current_settings()['flapping_limit']
    clusters = ProxmoxCluster.objects.filter(pk__in=last) if last else ()
    wrong = (cluster for cluster in clusters if _event_type(cluster) != last[cluster.pk])
    return [cluster.pk for cluster in wrong if lately_told(QUORUM, cluster).count() < limit]


def _event_type(cluster: ProxmoxCluster) -> str:
    return names.QUORUM_REGAINED if cluster.quorate else names.QUORUM_LOST


def _event(cluster: ProxmoxCluster) -> OutboxEvent:
    news = News(event=_event_type(cluster), fields={'quorate': (not cluster.quorate, cluster.quorate)})
    return of_nodes(news, cluster.endpoint, cluster, since=cluster.endpoint.last_read_at)
