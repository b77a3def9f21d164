"""The database connection of each process of the worker: kept from task to task, and replaced when it is of no use.

Celery closes it before and after each task, so that every stage pays for a new one, unless CELERY_DB_REUSE_MAX is set;
then it does not look at it at all. What Django does around a request of a web server is done here around a task.
"""

from typing import Any
from weakref import WeakSet

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .app import app

__all__ = ('SECONDS_FOR_AN_ANSWER', 'SECONDS_IN_A_TRANSACTION', 'close_before_the_fork', 'give_up_soon')

# A little more than the hard limit of a task: nobody is at work in a transaction that was left alone for longer.
SECONDS_IN_A_TRANSACTION = app.conf.task_time_limit + 30
SECONDS_FOR_AN_ANSWER = 3

_hasty: WeakSet[Any] = WeakSet()


def give_up_soon() -> None:
    """Have this thread give up a database that does not answer, for beat and heartbeats, which no time limit ends.

    A host that vanished sends no reset: by itself Linux would wait for it for a quarter of an hour, or for hours.
    """
    hasty = connections[DEFAULT_DB_ALIAS].copy()
    # Django's pool is one for all threads, with the limits of who asked first.
    hasty.settings_dict['OPTIONS'].pop('pool', None)
    hasty.settings_dict['OPTIONS'] |= {
        'connect_timeout': SECONDS_FOR_AN_ANSWER,
        'tcp_user_timeout': SECONDS_FOR_AN_ANSWER * 1000,
        'keepalives_idle': SECONDS_FOR_AN_ANSWER,
        'keepalives_interval': 1,
    }
    _hasty.add(hasty)
    connections[DEFAULT_DB_ALIAS] = hasty


@task_prerun.connect
@task_postrun.connect
def _close_what_is_of_no_use(**_: Any) -> None:
    """Close a connection that has failed, or is older than NetBox's CONN_MAX_AGE allows."""
    close_old_connections()


@receiver(connection_created)
def _let_go_of_what_is_left_alone(connection: Any, **_: Any) -> None:
    """Have PostgreSQL free the locks of a host that vanished: by itself it would notice hours later.

    By statements: PgBouncer refuses a connection that asks for it when it begins.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{SECONDS_IN_A_TRANSACTION:d}s'")
        if connection in _hasty:
            cursor.execute(f"SET statement_timeout = '{SECONDS_FOR_AN_ANSWER:d}s'")


@worker_init.connect
def close_before_the_fork(**_: Any) -> None:
    """Leave no connection for two processes to share."""
    connections.close_all()
    for each in connections.all(initialized_only=True):
        # With Django's pool, that only gives the connection back.
        each.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's
