"""The sender: hands events of the outbox to NetBox's event rules, in their order and one at a time.

Whoever sends claims the oldest event, and goes on until none is left, so others that are asked meanwhile have nothing
to do. What was claimed by a process that vanished is sent again later, with the same event id. What nobody can send is
given up after a while, so that it does not keep those behind it for ever.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any, Final

from celery.exceptions import SoftTimeLimitExceeded
from core.models import ObjectType
from django.db.models.functions import Now
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from extras.events import EventContext
from extras.models import EventRule

from netbox_proxbox.database.transactions import in_transaction, retried
from netbox_proxbox.models import OutboxEvent, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.tracking.changelog import service_user
from netbox_proxbox.tracking.events import Lost, tell_rule

from .notifications import notified_by, notify_subscribers, renew

__all__ = ('CLAIMED_FOR', 'send_unsent')

logger = logging.getLogger(__name__)

# Longer than a task of the worker may take.
CLAIMED_FOR: Final = timedelta(minutes=3)
# Between two attempts, however many bells ring meanwhile.
PAUSE: Final = timedelta(seconds=30)
# So much time has a Redis to come back; and so often is told what was old already when the sender came to it.
GIVEN_UP_AFTER: Final = timedelta(minutes=10)
LEAST_ATTEMPTS: Final = 3
# Stands for the subscribers among the keys of rules that were told.
SUBSCRIBERS: Final = 0


def send_unsent() -> int:
    """Send what is unsent, and return how many events everybody has heard of. Ends early when NetBox cannot tell."""
    sent = 0
    while (event := in_transaction(_claim)) is not None:
        if not _send(event):
            break
        sent += 1
    return sent


def _claim() -> OutboxEvent | None:
    """Return the oldest unsent event as it is locked, if nobody else is at it. Those that are given up are passed."""
    while (event := _oldest()) is not None and not _is_claimed(event):
        if not _is_given_up(event):
            event.claimed_at = event.now
            event.attempts += 1
            event.save(update_fields=['claimed_at', 'attempts'])
            return event
        event.sent_at = event.now
        event.error = _('given up: {error}').format(error=event.error or _('every attempt was cut off'))
        event.save(update_fields=['sent_at', 'error'])
        logger.warning('Event %s is %s', event.event_id, event.error)
    return None


def _oldest() -> Any:
    unsent = OutboxEvent.objects.filter(sent_at=None).select_for_update(no_key=True)
    return unsent.annotate(now=Now()).order_by('pk').first()


def _is_claimed(event: Any) -> bool:
    return event.claimed_at is not None and event.claimed_at > event.now - CLAIMED_FOR


def _is_given_up(event: Any) -> bool:
    return event.attempts >= LEAST_ATTEMPTS and event.created < event.now - GIVEN_UP_AFTER


def _send(event: OutboxEvent) -> bool:
    """Tell all rules that had not their turn before; False when some of them are to be told in another attempt."""
    try:
        lost = _tell(event)
    except SoftTimeLimitExceeded:
        _give_back(event, _('the time limit of the task'))
        return False
    error = ', '.join(f'{each.who} ({each.why})' for each in lost)
    if any(each.passes for each in lost):
        _give_back(event, error)
        return False
    if error:
        logger.warning('Event %s could not be told to %s', event.event_id, error)
    _write(event, sent_at=Now(), error=error, told=event.told)
    return True


def _tell(event: OutboxEvent) -> list[Lost]:
    """Tell rules and subscribers, and return who could not be told. `told` grows by those that were."""
    context, lost = _context_of(event), list[Lost]()
    if SUBSCRIBERS not in event.told:
        retried(lambda: renew(event, notify_subscribers(event)))
        event.told.append(SUBSCRIBERS)
    for rule in retried(lambda: list(_rules_for(event))):
        if missed := list(tell_rule(rule, context)):
            lost += missed
        else:
            event.told.append(rule.pk)
            retried(partial(_renew_for, rule, event, context))
    return lost


def _renew_for(rule: EventRule, event: OutboxEvent, context: EventContext) -> None:
    renew(event, notified_by(rule, context))


def _rules_for(event: OutboxEvent) -> Any:
    """Return the rules about what the event concerns: its object, and all that it names beside that."""
    enabled = EventRule.objects.filter(enabled=True, object_types__in=_types_of(event)).distinct()
    return enabled.filter(event_types__overlap=event.payload['stands_for']).exclude(pk__in=event.told)


def _types_of(event: OutboxEvent) -> list[int]:
    payload = event.payload
    named = {
        ProxmoxNode: payload['node_ids'],
        ProxmoxCluster: payload['cluster_id'],
        ProxmoxEndpoint: payload['endpoint_ids'],
    }
    return [event.object_type_id, *(ObjectType.objects.get_for_model(model).pk for model in named if named[model])]


def _context_of(event: OutboxEvent) -> EventContext:
    payload = event.payload
    return EventContext(
        object_type=ObjectType.objects.get_for_id(event.object_type_id),
        object_id=event.object_id,
        event_type=event.event_type,
        data=payload,
        snapshots={'prechange': payload['before'], 'postchange': payload['after']},
        user=SimpleLazyObject(service_user),
    )


def _give_back(event: OutboxEvent, error: str) -> None:
    """Leave an event to another attempt, after a pause."""
    _write(event, claimed_at=Now() - (CLAIMED_FOR - PAUSE), error=error, told=event.told)


def _write(event: OutboxEvent, **fields: Any) -> None:
    retried(lambda: OutboxEvent.objects.filter(pk=event.pk).update(**fields))
