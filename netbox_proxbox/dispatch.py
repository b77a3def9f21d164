"""The one sender: inserts a run, and after the commit rings the worker's bell."""

import logging
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from amqp.exceptions import AMQPError
from celery import Celery
from celery.exceptions import ImproperlyConfigured
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from .broker import is_redis
from .choices import SyncTriggerChoices
from .models import ProxmoxEndpoint, SyncRun
from .sync import endings, runs
from .sync.failures import PublishFailed

__all__ = ('producer', 'publish', 'request_sync', 'send', 'shown_in_flower')

logger = logging.getLogger(__name__)

BEGIN_TASK = 'worker.tasks.begin'
FAIL_TASK = 'worker.tasks.fail'
PUBLISH_ERRORS = (
    *(BrokerError, RedisError, OSError),
    # RabbitMQ refuses the login, the virtual host or a queue: kombu passes that on as it is.
    AMQPError,
    # An address that cannot be read, or one of a kind that Celery does not know or has no library for.
    *(ValueError, LookupError, ImportError, ImproperlyConfigured),
)
# Seconds. A broker that stops answering is asked three times: over the connection that is open, and over two new ones.
LONGEST_ANSWER = 0.6
HASTY_REDIS = {'socket_connect_timeout': LONGEST_ANSWER, 'socket_timeout': LONGEST_ANSWER, 'retry_on_timeout': False}
# A RabbitMQ without memory or disk neither confirms a message nor lets its connection be closed.
HASTY_AMQP = {'read_timeout': LONGEST_ANSWER, 'write_timeout': LONGEST_ANSWER}


def request_sync(endpoint: ProxmoxEndpoint, *, trigger: str, user: Any = None) -> SyncRun:
    """Ask for a sync and return its run, or the run that is active already.

    When the broker does not take the message the run comes back as failed, with cause and cure. Inside of a
    transaction the message is sent after the commit, so the run comes back as queued. Raises
    ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    run, is_new = runs.insert(endpoint, trigger, user)
    if is_new:
        publish([run])
    return run


def publish(queued: Iterable[SyncRun]) -> None:
    """Send queued runs to the worker once the current transaction is committed, or at once without one."""
    for run in queued:
        transaction.on_commit(partial(send, run))


def send(run: SyncRun) -> bool:
    """Send one queued run to the worker. False when the broker does not take it.

    A run that a person has just asked for ends as failed then: they wait for a word. Any other stays queued for the
    sweep, which sends it again, three times in all. That it is sent was noted by whoever found it: each does so in the
    statement that inserts or takes the run.
    """
    sender = producer()
    on_error = sender.signature(FAIL_TASK, args=(run.pk,), immutable=True, argsrepr=shown_in_flower(run.pk))
    try:
        sender.send_task(
            BEGIN_TASK,
            args=[run.pk],
            argsrepr=shown_in_flower(run.pk),
            task_id=str(run.request_id),
            ignore_result=True,
            link_error=on_error,
            confirm_timeout=LONGEST_ANSWER,
        )
    except PUBLISH_ERRORS as error:
        logger.warning('Run %s could not be sent: %s', run.pk, type(error).__name__)
        if _somebody_waits(run) and endings.fail_unsent(run.pk, PublishFailed.because_of(error)):
            run.refresh_from_db()
        return False
    return True


def _somebody_waits(run: SyncRun) -> bool:
    return run.trigger != SyncTriggerChoices.SCHEDULE and run.sends <= 1


def shown_in_flower(run_id: int) -> str:
    """Return what Flower shows, and finds, as the arguments of every task of a run."""
    return f'run {run_id}'


@cache
def producer() -> Celery:
    """Return a Celery application that only sends. A person may be waiting, so it gives up on a broker early."""
    app = Celery('netbox_proxbox', set_as_current=False)
    app.config_from_object('celeryconfig')
    hasty = HASTY_REDIS if is_redis(app.conf.broker_url) else HASTY_AMQP
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, **hasty}
    app.conf.broker_connection_timeout = LONGEST_ANSWER
    return app
