"""The deletion of events that were sent long ago."""

from django.db import connection

from netbox_proxbox.configuration import current_settings

__all__ = ('delete_old_events',)

DELETE = """
    DELETE FROM netbox_proxbox_outboxevent
    WHERE sent_at IS NOT NULL AND created < STATEMENT_TIMESTAMP() - make_interval(days => %s)
"""


def delete_old_events() -> int:
    """Delete events older than `keep_days` that were sent; return how many. Past Django, which would load each."""
    days = current_settings()['keep_days']
    if not days:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(DELETE, [days])
        return cursor.rowcount
