"""The one sender of messages. A person may be waiting, so it gives up early on a broker that does not answer."""

from functools import cache
from typing import Any

from amqp.exceptions import AMQPError
from celery import Celery
from celery.exceptions import ImproperlyConfigured
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from .broker import is_redis
from .results import publishing_url

__all__ = ('LONGEST_ANSWER', 'PUBLISH_ERRORS', 'patient_backend', 'producer')

PUBLISH_ERRORS = (
    *(BrokerError, RedisError, OSError),
    # RabbitMQ refuses the login, the virtual host or a queue: kombu passes that on as it is.
    AMQPError,
    # An address that cannot be read, has a strange option, or is of a kind that Celery lacks, or lacks a library for.
    *(ValueError, TypeError, LookupError, ImportError, ImproperlyConfigured),
    # Celery has lost the store of results for good.
    RuntimeError,
)
# Seconds. A broker that stops answering is asked three times: over the connection that is open, and over two new ones.
LONGEST_ANSWER = 0.6
HASTY_REDIS = {'socket_connect_timeout': LONGEST_ANSWER, 'socket_timeout': LONGEST_ANSWER, 'retry_on_timeout': False}
# A RabbitMQ without memory or disk neither confirms a message nor lets its connection be closed.
HASTY_AMQP = {'read_timeout': LONGEST_ANSWER, 'write_timeout': LONGEST_ANSWER}
# The store of results is told how many parts a header has, and nothing else is asked of it.
HASTY_RESULTS = {
    'redis_socket_connect_timeout': LONGEST_ANSWER,
    'redis_socket_timeout': LONGEST_ANSWER,
    'redis_retry_on_timeout': False,
    'result_backend_always_retry': False,
}
RETRY_ONCE = {'max_retries': 1, 'interval_start': 0.1, 'interval_step': 0.1, 'interval_max': 0.1}


@cache
def producer() -> Celery:
    """Return a Celery application that only sends, and never waits for a result."""
    app = _configured()
    hasty = HASTY_REDIS if is_redis(app.conf.broker_url) else HASTY_AMQP
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, **hasty}
    app.conf.broker_connection_timeout = LONGEST_ANSWER
    app.conf.update(HASTY_RESULTS, result_backend=publishing_url(app.conf.result_backend))
    app.conf.result_backend_transport_options = {
        **app.conf.result_backend_transport_options,
        'retry_policy': RETRY_ONCE,
    }
    return app


@cache
def patient_backend() -> Any:
    """Return the store of results as the worker uses it, for who can wait longer than a person."""
    return _configured().backend


def _configured() -> Celery:
    # What Celery does for Django is for workers, and puts the working directory into sys.path each time.
    app = Celery('netbox_proxbox', set_as_current=False, fixups=[])
    app.config_from_object('celeryconfig')
    return app
