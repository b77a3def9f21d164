"""An action for event rules as a plugin may bring one; whoever imports this has it."""

from typing import Any

from extras.models import Tag
from netbox.event_rules import EventRuleAction, register_event_rule_action

__all__ = ('TagAction', 'tag')


@register_event_rule_action
class TagAction(EventRuleAction):
    """Leaves a tag that names the object."""

    slug = 'tests.tag'
    label = 'Tag'

    def enqueue(self, *, event_rule: Any, event_context: Any, action_object: Any, action_data: dict[str, Any]) -> None:
        tag('action', action_data)


def tag(who: str, data: dict[str, Any]) -> None:
    """Note that somebody heard of an object, and of which event of ours, if it is one."""
    event = f'{data["event"]} ' if 'event_id' in data else ''
    name = f'{who} heard {event}of {data["display"]}'
    Tag.objects.get_or_create(name=name, defaults={'slug': name.replace(' ', '-')})
