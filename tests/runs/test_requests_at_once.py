"""Asking for many syncs at once: one start of the queue, and a true word for each of them."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import request
from netbox_proxbox.runs.request import request_syncs
from netbox_proxbox.runs.start import start_queued
from tests.broker_of_a_test import corner, sender_at
from tests.builders import a_backend, a_run, an_endpoint

pytestmark = pytest.mark.usefixtures('committed')


@pytest.fixture(autouse=True)
def broker(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with corner() as place:
        configure(redis_key_prefix=place.prefix)
        with sender_at(place.url, monkeypatch):
            yield


def endpoints(count: int) -> list[ProxmoxEndpoint]:
    backend = a_backend(name=f'backend of {count}')
    return [an_endpoint(backend, name=f'{count} {number}') for number in range(count)]


def by_page(chosen: list[ProxmoxEndpoint]) -> None:
    client = Client()
    client.force_login(User.objects.get_or_create(username='root', is_superuser=True)[0])
    client.post('/plugins/proxbox/endpoints/proxmox/sync/', {'pk': [endpoint.pk for endpoint in chosen]})


def by_command(chosen: list[ProxmoxEndpoint]) -> None:
    call_command('proxbox_sync', *(endpoint.name for endpoint in chosen), '--enqueue', '--json')


def statements_of(ask: Callable[[list[ProxmoxEndpoint]], None], count: int) -> int:
    chosen = endpoints(count)
    SyncRun.objects.update(status='succeeded')
    with CaptureQueriesContext(connection) as captured:
        ask(chosen)
    assert SyncRun.objects.filter(endpoint__in=chosen).count() == count
    return len(captured)


@pytest.mark.parametrize('ask', [by_page, by_command])
def test_many_cost_as_many_statements_as_a_few(ask: Callable[[list[ProxmoxEndpoint]], None]) -> None:
    statements_of(ask, 1)

    assert statements_of(ask, 50) == statements_of(ask, 2)


@pytest.mark.parametrize('ask', [by_page, by_command])
def test_the_queue_is_started_once(
    ask: Callable[[list[ProxmoxEndpoint]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[list[SyncRun]] = []

    def start_and_note() -> list[SyncRun]:
        starts.append(start_queued())
        return starts[-1]

    monkeypatch.setattr(request, 'start_queued', start_and_note)

    ask(endpoints(5))

    assert [len(started) for started in starts] == [2]
    assert sorted(SyncRun.objects.values_list('status', flat=True)) == ['queued'] * 3 + ['running'] * 2


def test_each_run_says_what_became_of_it() -> None:
    chosen = endpoints(4)
    a_run(chosen[3], 'running')

    runs = request_syncs(chosen, trigger='manual')

    assert [run.endpoint for run in runs] == chosen
    assert [run.status for run in runs] == ['running', 'queued', 'queued', 'running']
    assert [run.status for run in runs] == [SyncRun.objects.get(pk=run.pk).status for run in runs]


def test_a_broker_that_is_down_fails_what_it_did_not_take(monkeypatch: pytest.MonkeyPatch) -> None:
    with sender_at('redis://127.0.0.1:9/0', monkeypatch):
        runs = request_syncs(endpoints(3), trigger='manual')

    assert [(run.status, run.error_code) for run in runs] == [('failed', 'publish-failed')] * 2 + [('queued', '')]
    assert [run.status for run in runs] == [SyncRun.objects.get(pk=run.pk).status for run in runs]


def test_runs_of_a_schedule_that_wait_for_a_back_off_become_those_of_the_person() -> None:
    chosen, ada = endpoints(2), User.objects.create_user('ada')
    ProxboxBackend.objects.update(paused_until=Now() + timedelta(minutes=5))
    queued = a_run(chosen[0], trigger='schedule')

    runs = request_syncs(chosen, trigger='manual', user=ada)

    assert runs[0] == queued
    assert [(run.status, run.trigger, run.user) for run in runs] == [('running', 'manual', ada)] * 2
    assert set(SyncRun.objects.values_list('trigger', 'user')) == {('manual', ada.pk)}


def test_what_was_deleted_meanwhile_has_no_run_and_costs_no_other() -> None:
    chosen = endpoints(3)
    ProxmoxEndpoint.objects.get(pk=chosen[1].pk).delete()

    runs = request_syncs(chosen, trigger='manual')

    assert [run.endpoint for run in runs] == [chosen[0], chosen[2]]


def test_a_run_that_ends_between_two_looks_at_it_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = endpoints(2)
    ending = a_run(chosen[0], 'running')
    look = request._active_runs

    def end_and_look(endpoint_ids: set[int]) -> list[SyncRun]:
        SyncRun.objects.filter(pk=ending.pk).update(status='succeeded')
        return look(endpoint_ids)

    monkeypatch.setattr(request, '_active_runs', end_and_look)

    runs = request_syncs(chosen, trigger='manual')

    assert [run.endpoint for run in runs] == chosen
    assert ending not in runs


def test_the_command_tells_of_each_what_became_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    by_command(endpoints(3))

    assert [each['status'] for each in json.loads(capsys.readouterr().out)] == ['running', 'running', 'queued']
