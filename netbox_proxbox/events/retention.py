"""The deletion of events that were sent long ago."""

from django.db import connection

from netbox_proxbox.configuration import current_settings

from .outbox import ENDED_BY

__all__ = ('delete_old_events',)

# The last that was told of what goes on stays, or it would be told again, and its end would not.
DELETE = """
    DELETE FROM netbox_proxbox_outboxevent AS old
    WHERE sent_at IS NOT NULL AND created < STATEMENT_TIMESTAMP() - make_interval(days => %(days)s)
    AND (
        event_type <> ALL(%(begin)s) OR EXISTS (
            SELECT FROM netbox_proxbox_outboxevent AS later
            WHERE later.id > old.id AND later.object_type_id = old.object_type_id AND later.object_id = old.object_id
            AND later.event_type IN (
                old.event_type, (%(end)s::text[])[array_position(%(begin)s::text[], old.event_type::text)]
            )
        )
    )
"""


def delete_old_events() -> int:
    """Delete old events that were sent and are over; return how many. Past Django, which would load each."""
    days = current_settings()['keep_days']
    if not days:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(DELETE, {'days': days, 'begin': list(ENDED_BY), 'end': list(ENDED_BY.values())})
        return cursor.rowcount
