"""Celery's configuration for the worker, beat, Flower and the plugin's sender. Every value has its reason.

It is read inside NetBox's Django: the broker is NetBox's own Redis unless PROXBOX_BROKER_URL says otherwise.
"""

from datetime import timedelta

from kombu import Exchange as _Exchange
from kombu import Queue as _Queue

from netbox_proxbox.configuration import current_settings as _current_settings
from netbox_proxbox.messages import broker as _broker

_prefix = _current_settings()['redis_key_prefix']
_on_redis = _broker.is_redis(_broker.broker_url())

# --- Broker: a doorbell. What must not be lost is in PostgreSQL. ---

broker_url = _broker.broker_url()
broker_use_ssl = _broker.tls_options(broker_url)
# A worker that starts before its broker waits for it, for ever: a supervisor's restarts would only add noise.
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
_redis_options = {
    # Nobody else's keys are touched, even in a shared database.
    'global_keyprefix': _prefix,
    # Queues are emptied in the order in which the worker names them.
    'queue_order_strategy': 'priority',
    # Longer than any task may take. With early acknowledgement nothing waits for it in normal operation.
    'visibility_timeout': 600,
    # A connection that a firewall dropped is noticed within a minute instead of never.
    'socket_connect_timeout': 5,
    'socket_timeout': 30,
    'socket_keepalive': True,
    'health_check_interval': 25,
    'retry_on_timeout': True,
    **_broker.sentinel_options(broker_url),
}
# RabbitMQ: a message counts as sent when the broker has confirmed it.
broker_transport_options = _redis_options if _on_redis else {'confirm_publish': True}

# --- Results: none but the count of the header's parts that are done, until the body starts. ---

result_backend = _broker.result_backend()
redis_backend_use_ssl = _broker.tls_options(result_backend)
result_backend_transport_options = {
    'global_keyprefix': _prefix,
    'visibility_timeout': 600,
    **_broker.sentinel_options(result_backend),
}
# Far above the hard limit of a stage: a result that expires before its sibling would silently lose the chord.
result_expires = timedelta(hours=1)
# A header's result is stored in spite of a short outage; a long one is the sweep's business.
result_backend_always_retry = True
result_backend_max_retries = 10
redis_socket_connect_timeout = 5
redis_socket_timeout = 30
# Celery passes this on to the connection, which knows it for TCP only.
redis_socket_keepalive = not result_backend.startswith('redis+socket:')
redis_retry_on_timeout = True
redis_backend_health_check_interval = 25

# --- Messages: plain JSON, ids and names of records, and nothing else. ---

task_serializer = 'json'
result_serializer = 'json'
accept_content = ['json']
result_accept_content = ['json']

# --- Tasks ---

task_ignore_result = True
# What beat sends comes first: a tick must not expire behind stages, nor people wait for a word behind them. The sweep
# travels with these, to know that whatever was published before it has been taken.
task_queues = [_Queue(name, _Exchange(name), routing_key=name) for name in ('beat', 'stages')]
task_create_missing_queues = False
task_default_queue = 'stages'
task_routes = {
    f'worker.tasks.{name}': {'queue': 'beat'} for name in ('tick', 'start_sweep', 'housekeeping', 'send_events')
}
# A stage talks to proxbox-api for a minute at most, retries included; then it says so itself, then it is killed.
task_soft_time_limit = 90
task_time_limit = 120
# Flower shows when a task was received, when it started and how it ended.
worker_send_task_events = True
# They are sent together: one message for each would cost the worker a third of its main process's time.
worker_consumer = 'worker.consumer:BatchingConsumer'
# A failed publish is answered to the person who asked; it must not hold their request.
task_publish_retry_policy = {'max_retries': 1, 'interval_start': 0.2, 'interval_step': 0.2, 'interval_max': 0.2}

# --- Worker ---

# Stages wait for HTTP most of the time, so there are more processes than a small host has cores.
worker_concurrency = 4
worker_prefetch_multiplier = 1
# On Redis a message is fetched when a process is free, so that a worker that is busy holds up none.
worker_disable_prefetch = _on_redis
# Memory that libraries leak goes back to the system now and then. A child starts with some 270 MB of NetBox.
worker_max_tasks_per_child = 1000
worker_max_memory_per_child = 1_000_000
# NetBox's logging settings stay as they are.
worker_hijack_root_logger = False

# A database connection serves until NetBox's CONN_MAX_AGE is over; worker/database.py looks after it instead of Celery.
CELERY_DB_REUSE_MAX = 1_000_000_000

# --- Beat: one row, whatever the number of endpoints. ---

# django-celery-beat's scheduler, which also lets health see that it ticks.
beat_scheduler = 'worker.scheduler:HeardScheduler'
beat_max_loop_interval = 5
# A beat that is killed does not send again what it has sent.
beat_sync_every = 1
# What no worker takes for minutes is not piled up. Clocks of hosts may differ by less than that.
beat_schedule = {
    # The finest grain of all schedules of endpoints.
    'proxbox-tick': {
        'task': 'worker.tasks.tick',
        'schedule': timedelta(seconds=5),
        'options': {'expire_seconds': 300},
    },
    'proxbox-sweep': {
        'task': 'worker.tasks.start_sweep',
        'schedule': timedelta(seconds=30),
        'options': {'expire_seconds': 600},
    },
    # Often enough that old runs go away in small portions.
    'proxbox-housekeeping': {
        'task': 'worker.tasks.housekeeping',
        'schedule': timedelta(hours=1),
        'options': {'expire_seconds': 3600},
    },
}

timezone = 'UTC'
enable_utc = True
