"""Events on their way: rows of the transaction in which they happen, and a doorbell for the sender after it."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse

from netbox_proxbox.messages.producer import LONGEST_ANSWER, PUBLISH_ERRORS, producer
from netbox_proxbox.models import OutboxEvent, ProxmoxCluster, ProxmoxEndpoint
from netbox_proxbox.tracking.changelog import after_dispatch

from . import names
from .news import Node

__all__ = ('ENDED_BY', 'event_about', 'goes_on', 'put')

logger = logging.getLogger(__name__)

SENDER: Final = 'worker.tasks.send_events'
# What begins something that is told of an object once, until it is told that it has ended.
ENDED_BY: Final[Mapping[str, str]] = {
    names.SYNC_FAILED: names.SYNC_WORKS,
    names.BACKS_OFF: names.ANSWERS_AGAIN,
    names.WORKER_SILENT: names.WORKER_HEARD,
    names.BEAT_SILENT: names.BEAT_HEARD,
}


def event_about(
    about: Model,
    event: str,
    message: str,
    *,
    endpoints: Collection[ProxmoxEndpoint] = (),
    cluster: ProxmoxCluster | None = None,
    nodes: Sequence[Node] = (),
    run_id: int | None = None,
    since: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    also: Sequence[str] = (),
    **more: Any,
) -> OutboxEvent:
    """Return an event about a saved object, yet to be put into the outbox.

    `docs/notifications.md` explains the payload. It names all that the event concerns by key, too, for conditions of
    event rules.
    """
    endpoint = next(iter(endpoints), None) if len(endpoints) == 1 else None
    row = OutboxEvent(event_type=event, object_id=about.pk, run_id=run_id, endpoint_id=endpoint and endpoint.pk)
    row.object_type = ContentType.objects.get_for_model(about)
    row.payload = {
        **{'id': about.pk, 'display': str(about), 'url': about.get_absolute_url()},  # type: ignore[attr-defined]
        **{'event_id': str(row.event_id), 'event': event, 'stands_for': [event, *also]},
        **{'message': message, 'since': since and since.isoformat(), 'before': before or {}, 'after': after or {}},
        **{'endpoint': _named(endpoint), 'endpoint_ids': [each.pk for each in endpoints]},
        **{'cluster': _named(cluster), 'cluster_id': cluster and cluster.pk},
        **{'nodes': [node._asdict() for node in nodes], 'node_ids': [node.id for node in nodes]},
        **{'run': _of_run(run_id), **more},
    }
    return row


def put(events: Collection[OutboxEvent]) -> None:
    """Write events into the outbox in the caller's transaction, and ring for the sender once that is committed."""
    if events:
        OutboxEvent.objects.bulk_create(events)
        after_dispatch(_ring)


def goes_on(about: Model, event: str) -> bool:
    """Tell whether something was told of an object, and not that it has ended."""
    of_it = OutboxEvent.objects.filter(object_type=ContentType.objects.get_for_model(about), object_id=about.pk)
    told = of_it.filter(event_type__in=(event, ENDED_BY[event])).order_by('-pk')
    return bool(told.values_list('event_type', flat=True).first() == event)


def _ring() -> None:
    """Ask the worker to send. Where nobody hears that, the sweep or the watch sends later."""
    try:
        producer().signature(SENDER, confirm_timeout=LONGEST_ANSWER).apply_async()
    except PUBLISH_ERRORS as error:
        logger.warning('Nobody was asked to send events (%s): the next sweep does it.', type(error).__name__)


def _named(instance: Model | None) -> dict[str, Any] | None:
    return None if instance is None else {'id': instance.pk, 'name': str(instance)}


def _of_run(run_id: int | None) -> dict[str, Any] | None:
    return {'id': run_id, 'url': reverse('plugins:netbox_proxbox:syncrun', args=[run_id])} if run_id else None
