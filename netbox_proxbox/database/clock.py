"""PostgreSQL's time, by which everything about runs is told: hosts disagree."""

from datetime import datetime

from django.db import connection

__all__ = ('database_now',)


def database_now() -> datetime:
    """Return PostgreSQL's time at this statement."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT statement_timestamp()')
        moment: datetime = cursor.fetchone()[0]
    return moment
