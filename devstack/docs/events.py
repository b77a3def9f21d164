"""The page of the events: those that NetBox knows and that objects of the plugin can be the subject of."""

from netbox.registry import registry

from .markdown import plain, table

__all__ = ('events',)

OF_OBJECTS, OURS = 'object_', 'proxbox_'
INTRO = """# Events

What an event rule of NetBox can wait for on clusters, nodes, endpoints and backends. How to be told is in
[Notifications](../notifications.md).
"""


def events() -> str:
    """Return the page: NetBox's events of objects, and those that the plugin has registered."""
    rows = [
        (f'`{name}`', plain(str(event.text)), plain(event.kind))
        for name, event in registry['event_types'].items()
        if name.startswith((OF_OBJECTS, OURS))
    ]
    return f'{INTRO}\n{table(("event type", "what happened", "kind"), rows)}'
