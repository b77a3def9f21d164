"""Event rules of NetBox, made for people: one for who is to be notified of an object, and a ready set for a group."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.models import ObjectType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from extras.models import EventRule, NotificationGroup

from netbox_proxbox.models import Heartbeat, ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from . import names
from .types import EVENT_TYPES

__all__ = ('ALERTS', 'make_alerts', 'notify')

ABOUT: Final = (ProxboxBackend, ProxmoxEndpoint, ProxmoxCluster, ProxmoxNode, Heartbeat)
ALERTS: Final[Mapping[str, Sequence[str]]] = {
    'nodes': (
        *(names.NODE_OFFLINE, names.NODE_ONLINE, names.NODE_LEFT, names.NODE_MISSING),
        *(names.NODE_FLAPPING, names.NODE_STEADY),
    ),
    'clusters': (names.QUORUM_LOST, names.QUORUM_REGAINED, names.MODE_CHANGED),
    'syncs': (
        *(names.SYNC_FAILED, names.SYNC_WORKS, names.ENDPOINT_OVERDUE, names.ENDPOINT_IN_TIME),
        *(names.BACKS_OFF, names.ANSWERS_AGAIN),
    ),
    'decisions': (names.DELETION_HELD, names.READING_HELD),
    'processes': (names.WORKER_SILENT, names.WORKER_HEARD, names.BEAT_SILENT, names.BEAT_HEARD),
}


@transaction.atomic
def notify(user: Any, about: ProxmoxEndpoint | ProxmoxCluster | ProxmoxNode) -> tuple[EventRule, bool]:
    """Have a user notified of all events of an object, and return the rule and whether it is new.

    Raises PermissionDenied for who may not add the rule, or the group that it needs, or may not view the endpoint that
    events name, and ValidationError when its name belongs to another. A rule that is there stays as it is.
    """
    _refuse_hidden_endpoint(user, about)
    group = _group_of(user)
    rule = EventRule.objects.filter(name=_name_of_rule(user, about)).first()
    if rule is not None and rule.action_object == group:
        return rule, False
    words = _('Notify me: {object}').format(object=about)[:200]
    fields = {'description': words, 'conditions': _condition(about)}
    rule = _rule(_name_of_rule(user, about), [each.name for each in EVENT_TYPES], group, **fields)
    _refuse_what_was_not_permitted(user, rule)
    return rule, True


@transaction.atomic
def make_alerts(group_name: str) -> tuple[NotificationGroup, list[tuple[EventRule, bool]]]:
    """Make the rules of `ALERTS` for a group that is made if need be; return it, and each rule with whether it is new.

    Rules that are there stay as they are. Raises ValidationError for a name that is too long.
    """
    group = NotificationGroup.objects.filter(name=group_name).first()
    if group is None:
        group = NotificationGroup(name=group_name)
        group.full_clean()
        group.save()
    made = []
    for subject, events in ALERTS.items():
        name = f'ProxBox {subject}: {group_name}'
        known = EventRule.objects.filter(name=name).first()
        made.append((known or _rule(name, events, group), known is None))
    return group, made


def _group_of(user: Any) -> NotificationGroup:
    name = f'ProxBox: {user.username}'[:100]
    group = NotificationGroup.objects.filter(name=name, users=user).first()
    if group is not None:
        return group
    group = NotificationGroup(name=name, description=_('Made by "Notify me"'))
    group.full_clean()
    group.save()
    group.users.add(user)
    _refuse_what_was_not_permitted(user, group)
    return group


def _refuse_hidden_endpoint(user: Any, about: ProxmoxEndpoint | ProxmoxCluster | ProxmoxNode) -> None:
    endpoint_id = about.pk if isinstance(about, ProxmoxEndpoint) else about.endpoint_id
    if not ProxmoxEndpoint.objects.restrict(user, 'view').filter(pk=endpoint_id).exists():
        raise PermissionDenied(_('You do not have the permission to view its endpoint, which events name.'))


def _name_of_rule(user: Any, about: Any) -> str:
    return f'ProxBox: {about._meta.model_name} {about.pk}, {user.username}'[:150]


def _condition(about: ProxmoxEndpoint | ProxmoxCluster | ProxmoxNode) -> dict[str, Any]:
    """Return what chooses the events of an object; those of a cluster are those of its endpoint, which has no other."""
    if isinstance(about, ProxmoxNode):
        return {'attr': 'node_ids', 'op': 'contains', 'value': about.pk}
    endpoint_id = about.endpoint_id if isinstance(about, ProxmoxCluster) else about.pk
    return {'attr': 'endpoint_ids', 'op': 'contains', 'value': endpoint_id}


def _rule(name: str, events: Sequence[str], group: NotificationGroup, **fields: Any) -> EventRule:
    rule = EventRule(name=name, event_types=list(events), action_type='notification', action_object=group, **fields)
    rule.full_clean()
    rule.save()
    rule.object_types.set(ObjectType.objects.get_for_models(*ABOUT).values())
    return rule


def _refuse_what_was_not_permitted(user: Any, made: Any) -> None:
    """Raise PermissionDenied, which takes it back, when a permission with constraints does not allow just this."""
    if not type(made).objects.restrict(user, 'add').filter(pk=made.pk).exists():
        kind = made._meta.verbose_name
        raise PermissionDenied(_('You do not have the permission to add the {kind} that this needs.').format(kind=kind))
