"""Event rules of NetBox as a test needs them: healthy ones, and one for each way to be broken."""

from collections.abc import Callable, Mapping
from typing import Any

from core.models import ObjectType
from extras.models import EventRule, NotificationGroup
from netbox.event_rules import EventRuleAction
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

__all__ = ('BROKEN', 'FailingAction', 'a_rule', 'a_rule_for')

EVENTS = ['object_created', 'object_updated', 'object_deleted']


class FailingAction(EventRuleAction):
    """The action of a plugin, with a fault that NetBox tells its log only."""

    slug = 'tests.failing'
    label = 'Failing'

    def enqueue(self, **event: Any) -> None:
        raise ConnectionError('with a secret')


def a_rule(name: str, action_type: str, action_object: Any = None, **fields: Any) -> EventRule:
    """Save a rule for every change of a cluster or a node."""
    rule = EventRule.objects.create(
        name=name, event_types=EVENTS, action_type=action_type, action_object=action_object, **fields
    )
    rule.object_types.set(ObjectType.objects.get_for_models(ProxmoxNode, ProxmoxCluster).values())
    return rule


def a_rule_for(user: User, name: str = 'Tell Ada') -> EventRule:
    """Save a rule that notifies a user of every change of a cluster or a node."""
    group = NotificationGroup.objects.create(name=name)
    group.users.add(user)
    return a_rule(name, 'notification', group)


def _without_its_group(name: str) -> EventRule:
    rule = a_rule(name, 'notification', NotificationGroup.objects.create(name=name))
    EventRule.objects.filter(pk=rule.pk).update(action_object_id=0)
    return rule


# How a rule is broken, with what a run says of it.
BROKEN: Mapping[str, tuple[Callable[[str], EventRule], str]] = {
    'its group is gone': (_without_its_group, 'AttributeError'),
    'its plugin is gone': (lambda name: a_rule(name, 'gone.action'), 'no installed plugin has its action'),
    'its plugin fails': (lambda name: a_rule(name, FailingAction.slug), 'ConnectionError'),
}
