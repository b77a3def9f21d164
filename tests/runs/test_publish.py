"""Asking for a sync: after the commit its tasks are in the queue, and say nothing but which run."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks
from users.models import User

from netbox_proxbox.models import ProxboxBackend, SyncRun
from netbox_proxbox.runs.publish import publish_all
from netbox_proxbox.runs.request import request_sync
from netbox_proxbox.runs.start import start_queued
from tests.broker_of_a_test import Corner, corner, sender_at
from tests.builders import a_backend, a_direct_endpoint, a_run, an_endpoint, known_to_its_backend


class Mailbox:
    """The messages that have arrived in the queue of stages of a real Redis or Valkey."""

    def __init__(self, place: Corner) -> None:
        self._place = place

    def raw(self) -> list[bytes]:
        """Each message as it is stored, the oldest first."""
        found: Any = self._place.redis.lrange(f'{self._place.prefix}stages', 0, -1)
        return list(reversed(found))

    def headers(self) -> list[dict[str, Any]]:
        """What each message says of its task."""
        return [json.loads(message)['headers'] for message in self.raw()]

    def tasks(self) -> list[tuple[str, Any]]:
        """The name and the arguments of each task."""
        bodies = [json.loads(base64.b64decode(json.loads(message)['body'])) for message in self.raw()]
        return [
            (headers['task'].rpartition('.')[2], body[0]) for headers, body in zip(self.headers(), bodies, strict=True)
        ]

    def subscriptions(self) -> list[Any]:
        """The channels that somebody listens to."""
        found: Any = self._place.redis.pubsub_channels(f'{self._place.prefix}*')
        return list(found)


@pytest.fixture
def mailbox(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with corner() as place:
        configure(redis_key_prefix=place.prefix)
        with sender_at(place.url, monkeypatch):
            yield Mailbox(place)


@pytest.mark.django_db
def test_it_is_published_after_the_commit(
    mailbox: Mailbox, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    endpoint = known_to_its_backend(an_endpoint())
    with django_capture_on_commit_callbacks(execute=True):
        run = request_sync(endpoint, trigger='manual')
        assert (run.status, mailbox.raw()) == ('queued', [])

    assert mailbox.tasks() == [('fetch_cluster', [run.pk]), ('fetch_nodes', [run.pk])]
    assert (run.status, run.publish_count) == ('running', 1)


@pytest.mark.usefixtures('committed')
def test_what_is_rolled_back_is_never_published(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    with transaction.atomic():
        request_sync(endpoint, trigger='manual')
        transaction.set_rollback(True)

    assert mailbox.raw() == []
    assert not SyncRun.objects.exists()


@pytest.mark.usefixtures('committed')
def test_an_endpoint_that_its_backend_does_not_know_as_it_is_is_registered_first(mailbox: Mailbox) -> None:
    endpoint = known_to_its_backend(an_endpoint())
    endpoint.port = 8007
    endpoint.save()

    run = request_sync(endpoint, trigger='manual')

    assert mailbox.tasks() == [('register', [run.pk])]


@pytest.mark.usefixtures('committed')
def test_an_endpoint_that_is_read_directly_needs_no_registration(mailbox: Mailbox) -> None:
    run = request_sync(a_direct_endpoint(), trigger='manual')

    assert mailbox.tasks() == [('fetch_cluster', [run.pk]), ('fetch_nodes', [run.pk])]


@pytest.mark.usefixtures('committed')
def test_its_schedule_asks_one_thing_after_the_other(mailbox: Mailbox) -> None:
    run = a_run(a_direct_endpoint(), trigger='schedule')

    assert start_queued() == [run]
    assert mailbox.tasks() == [('fetch_cluster', [run.pk])]


@pytest.mark.usefixtures('committed')
def test_a_request_that_finds_no_room_publishes_nothing(mailbox: Mailbox) -> None:
    backend = a_backend(max_concurrent=1)
    a_run(an_endpoint(backend), 'running')

    run = request_sync(an_endpoint(backend, name='second'), trigger='manual')

    assert (run.status, mailbox.raw()) == ('queued', [])
    SyncRun.objects.exclude(pk=run.pk).update(status='succeeded')
    assert start_queued() == [run]
    assert mailbox.tasks() == [('register', [run.pk])]


@pytest.mark.usefixtures('committed')
def test_the_messages_hold_the_id_of_the_run_and_its_name_and_nothing_else(mailbox: Mailbox) -> None:
    # Names too long to occur in ids by chance.
    endpoint, user = known_to_its_backend(an_endpoint(name='hypervisors')), User.objects.create_user('lovelace')
    run = request_sync(endpoint, trigger='manual', user=user)

    assert [arguments for _, arguments in mailbox.tasks()] == [[run.pk]] * 2
    for headers, raw in zip(mailbox.headers(), mailbox.raw(), strict=True):
        assert headers['argsrepr'] == f'(run {run.pk}) hypervisors'
        assert (headers['expires'], json.loads(raw)['content-type']) == (None, 'application/json')
        for secret in (b'a-password', b'k' * 32, b'lovelace'):
            assert secret not in raw + base64.b64decode(json.loads(raw)['body'])


@pytest.mark.usefixtures('committed')
def test_nobody_listens_for_results(mailbox: Mailbox) -> None:
    for number in range(3):
        request_sync(known_to_its_backend(an_endpoint(a_backend(name=f'b{number}'), name=f'e{number}')), trigger='api')

    assert len(mailbox.raw()) == 6
    assert mailbox.subscriptions() == []


@pytest.mark.usefixtures('committed')
def test_a_second_request_gets_the_active_run_and_publishes_nothing(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    first = request_sync(endpoint, trigger='manual')

    assert request_sync(endpoint, trigger='api') == first
    assert len(mailbox.raw()) == 1


@pytest.mark.usefixtures('committed')
def test_a_person_who_asks_does_not_wait_for_the_back_off_that_a_queued_run_waits_for(mailbox: Mailbox) -> None:
    endpoint, ada = known_to_its_backend(an_endpoint()), User.objects.create_user('ada')
    ProxboxBackend.objects.update(paused_until=Now() + timedelta(minutes=5))
    queued = a_run(endpoint, trigger='schedule')
    assert start_queued() == []

    run = request_sync(endpoint, trigger='manual', user=ada)

    assert (run, run.status, run.trigger, run.user) == (queued, 'running', 'manual', ada)
    assert mailbox.tasks() == [('fetch_cluster', [run.pk]), ('fetch_nodes', [run.pk])]
    queued.refresh_from_db()
    assert (queued.trigger, queued.user) == ('manual', ada)


@pytest.mark.usefixtures('committed')
def test_what_is_published_again_has_new_task_ids(mailbox: Mailbox) -> None:
    run = a_run(known_to_its_backend(an_endpoint()), 'running')

    assert publish_all([run, run]) == 2

    ids = {headers['id'] for headers in mailbox.headers()}
    groups = {headers['group'] for headers in mailbox.headers()}
    assert (len(ids), len(groups)) == (4, 2)


@pytest.mark.usefixtures('committed')
def test_after_a_failed_publishing_the_next_request_is_a_new_run(mailbox: Mailbox) -> None:
    endpoint = an_endpoint()
    failed = a_run(endpoint, 'failed', error_code='publish-failed')

    assert request_sync(endpoint, trigger='manual') != failed
