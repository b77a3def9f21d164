"""What tests put into the outbox."""

from netbox_proxbox.events import names
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.models import OutboxEvent, ProxmoxEndpoint

__all__ = ('told_of',)


def told_of(endpoint: ProxmoxEndpoint, *messages: str) -> list[OutboxEvent]:
    """Put events into the outbox."""
    events = [event_about(endpoint, names.SYNC_FAILED, message, endpoints=[endpoint]) for message in messages]
    put(events)
    return events
