"""The database connection of each process of the worker: kept from task to task, and replaced when it is of no use.

Celery closes it before and after each task, so that every stage pays for a new one, unless CELERY_DB_REUSE_MAX is set;
then it does not look at it at all. What Django does around a request of a web server is done here around a task.
"""

from typing import Any

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import close_old_connections, connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .app import app

__all__ = ('SECONDS_IN_A_TRANSACTION',)

# A little more than the hard limit of a task: nobody is at work in a transaction that was left alone for longer.
SECONDS_IN_A_TRANSACTION = app.conf.task_time_limit + 30


@task_prerun.connect
@task_postrun.connect
def _close_what_is_of_no_use(**_: Any) -> None:
    """Close a connection that has failed, or is older than NetBox's CONN_MAX_AGE allows."""
    close_old_connections()


@receiver(connection_created)
def _let_go_of_what_is_left_alone(connection: Any, **_: Any) -> None:
    """Have PostgreSQL free the locks of a host that vanished: by itself it would notice hours later."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{SECONDS_IN_A_TRANSACTION:d}s'")


@worker_init.connect
def _close_before_the_pool_forks(**_: Any) -> None:
    """Leave no connection for two processes to share."""
    connections.close_all()
