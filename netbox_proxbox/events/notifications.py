"""What NetBox's notifications lack for events that follow each other: subscribers, and being new again."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Now
from extras.choices import EventRuleActionChoices
from extras.events import EventContext
from extras.models import EventRule, Notification, Subscription

from netbox_proxbox.models import OutboxEvent, ProxmoxNode

__all__ = ('notified_by', 'notify_subscribers', 'renew')


def notify_subscribers(event: OutboxEvent) -> set[int]:
    """Notify who has subscribed to the object of an event, or to a node that it names, and return their keys."""
    subscriptions = list(Subscription.objects.filter(_objects_of(event)))
    node_type = ContentType.objects.get_for_model(ProxmoxNode).pk
    names = {(node_type, node['id']): node['name'] for node in event.payload['nodes']}
    for subscription in subscriptions:
        name = names.get((subscription.object_type_id, subscription.object_id), event.payload['display'])
        Notification.objects.update_or_create(
            user_id=subscription.user_id,
            object_type_id=subscription.object_type_id,
            object_id=subscription.object_id,
            defaults={'event_type': event.event_type, 'object_repr': name},
        )
    return {subscription.user_id for subscription in subscriptions}


def notified_by(rule: EventRule, context: EventContext) -> set[int]:
    """Return the keys of the users whom a rule that was told of an event has notified."""
    # As NetBox evaluates them.
    data = {**context['data'], 'snapshots': context['snapshots']}
    if rule.action_type != EventRuleActionChoices.NOTIFICATION or not rule.eval_conditions(data):
        return set()
    return {user.pk for user in rule.action_object.members}


def renew(event: OutboxEvent, users: Collection[int]) -> None:
    """Have notifications of an event come first, and unread, that took the place of older ones of these users.

    NetBox keeps one for each object and user, and leaves its time and whether it was read as they are.
    """
    if users:
        theirs = Notification.objects.filter(_objects_of(event), event_type=event.event_type, user__in=users)
        theirs.filter(created__lt=event.claimed_at).update(created=Now(), read=None)


def _objects_of(event: OutboxEvent) -> Q:
    of_nodes: Collection[int] = event.payload['node_ids']
    node_type = ContentType.objects.get_for_model(ProxmoxNode)
    named = Q(object_type=node_type, object_id__in=of_nodes)
    return named | Q(object_type=event.object_type_id, object_id=event.object_id)
