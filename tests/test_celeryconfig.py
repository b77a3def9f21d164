"""What must hold between the values, whatever they are."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from redis import ConnectionPool

import celeryconfig
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.messages.producer import producer
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from tests.broker_of_a_test import sender_at
from worker import tasks
from worker.app import app

NAMES = [f'worker.tasks.{name}' for name in tasks.__all__]


def test_a_reading_ends_before_the_soft_limit_and_that_before_the_hard_one() -> None:
    budget = (ProxboxApi.__init__.__kwdefaults__ or {})['budget']

    assert budget < celeryconfig.task_soft_time_limit < celeryconfig.task_time_limit


def test_no_message_is_delivered_again_while_its_task_may_still_run() -> None:
    visibility = celeryconfig._redis_options['visibility_timeout']

    assert celeryconfig.task_time_limit * 2 < visibility
    assert celeryconfig.result_backend_transport_options['visibility_timeout'] == visibility


def test_no_result_expires_while_its_chord_may_still_wait() -> None:
    assert celeryconfig.result_expires > 10 * timedelta(seconds=celeryconfig.task_time_limit)


def test_messages_are_json_only() -> None:
    assert celeryconfig.task_serializer == celeryconfig.result_serializer == 'json'
    assert celeryconfig.accept_content == celeryconfig.result_accept_content == ['json']


def test_nobody_elses_keys_are_touched() -> None:
    prefix = current_settings()['redis_key_prefix']

    assert celeryconfig._redis_options['global_keyprefix'] == prefix
    assert celeryconfig.result_backend_transport_options['global_keyprefix'] == prefix


def test_celery_does_not_repeat_by_itself() -> None:
    for name in NAMES:
        task = app.tasks[name]
        assert (task.acks_late, task.reject_on_worker_lost) == (False, None), name
        assert not getattr(task, 'autoretry_for', ()), name
    assert not app.conf.task_allow_error_cb_on_chord_header


def test_no_task_leaves_a_result_behind() -> None:
    assert {name for name in NAMES if not app.tasks[name].ignore_result} == set()


@pytest.mark.parametrize('name', NAMES)
def test_what_beat_sends_comes_first_and_the_sweep_is_among_the_stages(name: str) -> None:
    assert [queue.name for queue in celeryconfig.task_queues] == ['beat', 'stages']
    assert celeryconfig._redis_options['queue_order_strategy'] == 'priority'
    comes_first = {entry['task'] for entry in celeryconfig.beat_schedule.values()} | {'worker.tasks.send_events'}
    assert app.amqp.router.route({}, name)['queue'].name == ('beat' if name in comes_first else 'stages')


def test_what_beat_sends_is_not_piled_up() -> None:
    entries: Iterable[Any] = celeryconfig.beat_schedule.values()
    for entry in entries:
        assert entry['task'] in NAMES
        assert entry['options']['expire_seconds'] >= entry['schedule'].total_seconds()


@pytest.mark.parametrize(
    'url', ['redis://host/2', 'rediss://host/2', 'redis+socket:///run/redis.sock?virtual_host=2', 'sentinel://host/2']
)
def test_results_can_be_stored_wherever_messages_can(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with sender_at(url, monkeypatch):
        store: Any = producer().backend
        parameters = {key: value for key, value in store.connparams.items() if key != 'hosts'}

    assert ConnectionPool(**parameters).make_connection() is not None


def test_the_longest_wait_for_an_answer_fits_the_budget() -> None:
    field = ProxboxBackend._meta.get_field('timeout')
    longest = max(validator.limit_value for validator in field.validators)

    assert longest < celeryconfig.task_soft_time_limit
