"""The record of an endpoint that NetBox has given up is removed for who asks, and a failure is told."""

from collections.abc import Iterator

import pytest
from core.events import JOB_FAILED
from extras.models import JournalEntry, Notification
from pytest_django import DjangoCaptureOnCommitCallbacks
from users.models import User

from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.reading.leftovers import Leftover, leftover_of, remove, request_removal
from tests.builders import a_backend, an_endpoint, backend_of
from tests.integration.instant_backend import InstantBackend

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Iterator[InstantBackend]:
    with InstantBackend() as service:
        service.known.append('lab')
        yield service


@pytest.fixture
def backend(service: InstantBackend) -> ProxboxBackend:
    return a_backend(base_url=service.url, api_key=service.api_key)


@pytest.fixture
def user() -> User:
    return User.objects.create_user(username='operator')


def deletions(service: InstantBackend) -> list[str]:
    return [line for line in service.lines if line.startswith('DELETE')]


def journal(backend: ProxboxBackend) -> list[tuple[str, str]]:
    entries = JournalEntry.objects.filter(assigned_object_id=backend.pk)
    return [(entry.kind, entry.comments) for entry in entries]


def test_the_record_is_removed_and_that_is_noted(service: InstantBackend, backend: ProxboxBackend, user: User) -> None:
    assert remove(Leftover(backend.pk, 1, 'lab'), user.pk) == 'removed'

    assert deletions(service) == ['DELETE /proxmox/endpoints/1']
    ((kind, comments),) = journal(backend)
    assert (kind, 'record 1 (lab)' in comments) == ('info', True)
    assert not Notification.objects.exists()


def test_an_id_that_has_another_name_by_now_is_left_alone(service: InstantBackend, backend: ProxboxBackend) -> None:
    remove(Leftover(backend.pk, 1, 'another'), None)

    assert deletions(service) == []


@pytest.mark.parametrize('fields', [{'name': 'lab'}, {'name': 'renamed', 'registered_id': 1}])
def test_a_record_that_an_endpoint_uses_again_is_left_alone(
    service: InstantBackend, backend: ProxboxBackend, fields: dict[str, object]
) -> None:
    an_endpoint(backend, **fields)

    assert remove(Leftover(backend.pk, 1, 'lab'), None) == 'an endpoint uses the record again'
    assert service.lines == []


def test_a_failure_is_told_to_who_asked(user: User) -> None:
    backend = a_backend()

    for _ in range(2):
        assert remove(Leftover(backend.pk, 1, 'lab'), user.pk).startswith('failed')

    kind, comments = journal(backend)[0]
    assert kind == 'danger'
    assert 'could not be removed' in comments
    notification = Notification.objects.get()
    assert (notification.user, notification.object, notification.event_type) == (user, backend, JOB_FAILED)


def test_a_backend_that_is_gone_is_no_failure() -> None:
    assert remove(Leftover(77, 1, 'lab'), None) == 'the backend was deleted meanwhile'


def test_a_broker_that_does_not_answer_is_told_as_well(
    user: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    backend = a_backend()

    class Silent:
        def send_task(self, *_: object, **__: object) -> None:
            raise ConnectionRefusedError

    monkeypatch.setattr('netbox_proxbox.reading.leftovers.producer', Silent)
    with django_capture_on_commit_callbacks(execute=True):
        request_removal([Leftover(backend.pk, 1, 'lab')], user)

    assert [kind for kind, _ in journal(backend)] == ['danger']
    assert Notification.objects.get(user=user).object == backend


def test_a_broker_that_fails_is_asked_once_for_all_and_each_failure_is_told(
    user: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    backend = a_backend()
    asked: list[str] = []

    class Hanging:
        def send_task(self, *_: object, argsrepr: str, **__: object) -> None:
            asked.append(argsrepr)
            if len(asked) > 1:
                raise TimeoutError

    monkeypatch.setattr('netbox_proxbox.reading.leftovers.producer', Hanging)
    with django_capture_on_commit_callbacks(execute=True):
        request_removal((Leftover(backend.pk, number, 'lab') for number in range(1, 5)), user)

    assert asked == ['record 1 (lab)', 'record 2 (lab)']
    assert [kind for kind, _ in journal(backend)] == ['danger'] * 3
    assert {number for number in range(1, 5) for _, text in journal(backend) if f'record {number} ' in text} == {
        2,
        3,
        4,
    }
    assert Notification.objects.get(user=user).object == backend


def test_what_nobody_foresaw_does_not_fail_a_deletion_that_is_committed(
    user: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    class Broken:
        def send_task(self, *_: object, **__: object) -> None:
            raise TypeError

    monkeypatch.setattr('netbox_proxbox.reading.leftovers.producer', Broken)

    with django_capture_on_commit_callbacks(execute=True):
        request_removal([Leftover(a_backend().pk, 1, 'lab')], user)


def test_another_backend_means_another_record() -> None:
    endpoint = an_endpoint(registered_id=7, registered_name='lab', registered_digest='told')
    assert leftover_of(endpoint) == Leftover(backend_of(endpoint).pk, 7, 'lab')

    endpoint.backend = a_backend(name='other')
    endpoint.save()

    endpoint.refresh_from_db()
    assert leftover_of(endpoint) is None
