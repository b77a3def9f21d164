"""One bad backend backs off, so that it does not fill the worker; a refused key pauses it until a person acts."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from netbox_proxbox.errors import (
    BackendError,
    BackendKeyRefused,
    BackendLockedOut,
    BackendPaused,
    BackendUnreachable,
    EndpointLoginRefused,
)
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.reading.back_off import back_off_after
from netbox_proxbox.reading.backends import opened, refuse_if_paused
from netbox_proxbox.sources.answers import Question
from netbox_proxbox.sources.proxbox_api.refusals import refusal
from netbox_proxbox.sources.records import EndpointRef
from tests.builders import a_backend
from tests.sources.proxbox_api.captured import captured_answer
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend, captured_reply

pytestmark = pytest.mark.django_db


def fresh(backend: ProxboxBackend) -> ProxboxBackend:
    return ProxboxBackend.objects.get(pk=backend.pk)


def fails_with(error: Exception, backend: ProxboxBackend) -> ProxboxBackend:
    """The backend after one more use of its door has failed."""
    with pytest.raises(type(error)), opened(fresh(backend)):
        raise error
    return fresh(backend)


@pytest.mark.parametrize(
    ('failures', 'seconds'), [(0, None), (1, None), (2, None), (3, 30), (4, 60), (5, 120), (8, 900), (5000, 900)]
)
def test_each_failure_makes_the_back_off_longer(failures: int, seconds: int | None) -> None:
    assert back_off_after(failures) == (None if seconds is None else timedelta(seconds=seconds))


def test_the_third_failure_in_a_row_starts_a_back_off() -> None:
    backend = a_backend()
    for expected in (1, 2):
        backend = fails_with(BackendUnreachable('main'), backend)
        assert (backend.failures, backend.paused_until) == (expected, None)

    backend = fails_with(BackendUnreachable('main'), backend)

    assert backend.paused_until is not None
    assert timedelta(seconds=20) < backend.paused_until - timezone.now() < timedelta(seconds=40)
    assert 'cannot be reached' in backend.pause_cause
    assert not backend.is_paused


def test_a_person_may_try_while_a_backend_backs_off() -> None:
    backend = a_backend()
    ProxboxBackend.objects.update(paused_until=timezone.now() + timedelta(minutes=5))

    refuse_if_paused(fresh(backend))


@pytest.mark.parametrize('error', [BackendKeyRefused('main'), BackendLockedOut('main')])
def test_a_refused_key_pauses_until_the_backend_is_saved(error: BackendError) -> None:
    backend = fails_with(error, a_backend())

    assert backend.is_paused
    with pytest.raises(BackendPaused, match='API key'):
        refuse_if_paused(backend)

    backend.save()
    backend = fresh(backend)
    assert (backend.is_paused, backend.failures, backend.pause_cause, backend.paused_until) == (False, 0, '', None)
    refuse_if_paused(backend)


@pytest.mark.parametrize('error', [EndpointLoginRefused('lab', 'main'), ValueError('ours')])
def test_what_is_not_the_backends_fault_does_not_count(error: Exception) -> None:
    assert fails_with(error, a_backend()).failures == 0


@pytest.mark.parametrize(
    'answer',
    [
        *('late_timeout_cluster_status', 'late_cut_cluster_status', 'late_timeout_resources_node'),
        *('session_429_cluster_status', 'session_500_cluster_status', 'nostatus_cluster_status', 'err500_nodes'),
    ],
)
def test_nor_does_what_proxbox_api_says_of_one_endpoint(answer: str) -> None:
    error = refusal(captured_answer(answer), Question(whom='main', endpoint='lab'))

    assert fails_with(error, a_backend()).failures == 0


def topology_of(backend: ProxboxBackend) -> None:
    with opened(fresh(backend)) as api:
        api.topology(EndpointRef(name='lab', record_id=1))


@pytest.mark.parametrize('answer', ['cluster3_cluster_status', 'bad_token_cluster_status'])
def test_an_answer_ends_the_back_off_be_it_about_an_endpoint_that_fails(answer: str) -> None:
    with ScriptedBackend(lambda received: captured_reply(answer)) as server:
        connection = server.connection()
        backend = a_backend(base_url=connection.url, api_key=connection.api_key)
        ProxboxBackend.objects.update(failures=3, paused_until=timezone.now(), pause_cause='It was down.')
        with suppress(EndpointLoginRefused):
            topology_of(backend)

    backend = fresh(backend)
    assert (backend.failures, backend.paused_until, backend.pause_cause) == (0, None, '')


def test_a_door_that_was_opened_for_nothing_says_nothing() -> None:
    backend = a_backend()
    ProxboxBackend.objects.update(failures=2)

    with opened(fresh(backend)):
        pass

    assert fresh(backend).failures == 2


def test_an_answer_does_not_lift_the_pause_of_a_refused_key() -> None:
    with ScriptedBackend(lambda received: captured_reply('version')) as server:
        connection = server.connection()
        backend = a_backend(base_url=connection.url, api_key=connection.api_key)
        ProxboxBackend.objects.update(failures=1)
        with opened(fresh(backend)) as api:
            ProxboxBackend.objects.update(is_paused=True, pause_cause='Refused.')
            api.version()

    assert fresh(backend).is_paused


@pytest.mark.parametrize('error', [BackendKeyRefused('main'), BackendUnreachable('main')])
def test_a_failure_from_before_an_edit_says_nothing_about_what_was_edited(error: BackendError) -> None:
    loaded = fresh(a_backend())

    def use_while_it_is_edited() -> None:
        with opened(loaded):
            edited = fresh(loaded)
            edited.api_key = 'n' * 32
            edited.save()
            raise error

    with pytest.raises(type(error)):
        use_while_it_is_edited()
    assert (fresh(loaded).is_paused, fresh(loaded).failures) == (False, 0)


def test_failures_of_two_stages_at_once_are_both_counted() -> None:
    loaded = fresh(a_backend())
    for _ in range(2):
        with pytest.raises(BackendUnreachable), opened(loaded):
            raise BackendUnreachable('main')

    assert fresh(loaded).failures == 2
