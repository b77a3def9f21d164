"""NetBox's change log from outside a request: who, under which id, and nothing left over for the next run."""

from uuid import UUID, uuid4

import pytest
from core.models import ConfigRevision, ObjectChange
from django.db import transaction
from netbox.config import get_config
from netbox.context import current_request, events_queue
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sync.tracking import service_user, tracked
from tests.builders import an_endpoint

pytestmark = pytest.mark.django_db


def changes_of(request_id: UUID) -> list[tuple[str, str, str]]:
    """Action, user and object of each entry under a request id, oldest first."""
    entries = ObjectChange.objects.filter(request_id=request_id).order_by('pk')
    return [(entry.action, entry.user_name, entry.object_repr) for entry in entries]


def test_changes_are_logged_under_the_id_and_the_user() -> None:
    ada, run_id = User.objects.create_user('ada'), uuid4()

    with tracked(run_id, ada, []):
        endpoint = an_endpoint()
        endpoint.snapshot()
        endpoint.description = 'Changed'
        endpoint.save()

    assert changes_of(run_id) == [('create', 'ada', 'main'), ('create', 'ada', 'lab'), ('update', 'ada', 'lab')]
    assert ObjectChange.objects.exclude(request_id=run_id).count() == 0
    assert current_request.get() is None


def test_nothing_is_logged_outside() -> None:
    with tracked(uuid4(), service_user(), []):
        pass
    an_endpoint()

    assert not ObjectChange.objects.exists()


def test_a_caller_that_is_tracked_keeps_its_own_request() -> None:
    ada, outer, inner = User.objects.create_user('ada'), uuid4(), uuid4()

    with tracked(outer, ada, []):
        queue = events_queue.get()
        with tracked(inner, service_user(), []):
            an_endpoint()
            assert events_queue.get() is queue

    assert changes_of(inner) == []
    assert changes_of(outer)[-1] == ('create', 'ada', 'lab')


def test_a_deletion_that_is_done_again_is_logged() -> None:
    endpoint, run_id = an_endpoint(), uuid4()

    def delete(*, is_undone: bool) -> None:
        with tracked(run_id, service_user(), []), transaction.atomic():
            ProxmoxEndpoint.objects.get(pk=endpoint.pk).delete()
            if is_undone:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete(is_undone=True)
    delete(is_undone=False)

    assert changes_of(run_id) == [('delete', 'proxbox-sync', 'lab')]


def test_settings_of_netbox_are_not_stale() -> None:
    with tracked(uuid4(), service_user(), []):
        assert get_config().PAGINATE_COUNT == 50
    ConfigRevision.objects.create(data={'PAGINATE_COUNT': 17}).activate()

    try:
        with tracked(uuid4(), service_user(), []):
            assert get_config().PAGINATE_COUNT == 17
    finally:
        ConfigRevision(data={}).activate(update_db=False)


def test_events_that_cannot_be_queued_are_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(events: object) -> None:
        raise ConnectionError('with a secret')

    monkeypatch.setattr('netbox.context_managers.flush_events', broken)
    warnings: list[str] = []

    with tracked(uuid4(), service_user(), warnings):
        an_endpoint()

    assert warnings == [
        'NetBox could not queue its events (webhooks, notifications) for these changes: ConnectionError.'
    ]
    assert ProxmoxEndpoint.objects.exists()


def test_an_error_of_the_block_is_no_warning() -> None:
    warnings: list[str] = []

    with pytest.raises(ConnectionError), tracked(uuid4(), service_user(), warnings):
        raise ConnectionError

    assert warnings == []
    assert current_request.get() is None


def test_the_service_user_is_one_and_cannot_log_in() -> None:
    user = service_user()

    assert service_user() == user
    assert (user.username, user.is_active, user.is_superuser) == ('proxbox-sync', False, False)
    assert not user.has_usable_password()
