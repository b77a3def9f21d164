"""PostgreSQL's time, by which everything about runs is told: hosts disagree."""

from datetime import datetime

from django.db import connection

from netbox_proxbox.models import SyncRun

__all__ = ('database_now', 'now_of')


def database_now() -> datetime:
    """Return PostgreSQL's time at this statement."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT statement_timestamp()')
        moment: datetime = cursor.fetchone()[0]
    return moment


def now_of(run: SyncRun) -> datetime:
    """Return PostgreSQL's time of the transaction step in which `run_locks` read this run."""
    now: datetime = run.now  # type: ignore[attr-defined]  # annotated by `run_locks.locking`
    return now
