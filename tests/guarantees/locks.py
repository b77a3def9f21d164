"""Who waits for a lock in the database of the tests."""

from django.db import connection

__all__ = ('somebody_waits_for_a_lock',)

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def somebody_waits_for_a_lock() -> bool:
    """Tell how it is now: within a transaction, PostgreSQL would tell how it was at the first look."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_stat_clear_snapshot()')
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
