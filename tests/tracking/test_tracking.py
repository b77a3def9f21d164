"""NetBox's change log from outside a request: who, under which id, and nothing left over for the next run."""

import pickle
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from core.models import ConfigRevision, ObjectChange
from django.db import transaction
from netbox.config import get_config
from netbox.context import current_request, events_queue
from netbox.context_managers import event_tracking
from users.models import User
from utilities.request import NetBoxFakeRequest, copy_safe_request, get_client_ip, get_safe_request_context

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.tracking.changelog import after_dispatch, service_user, tracked
from netbox_proxbox.tracking.events import Lost
from tests.builders import an_endpoint

pytestmark = pytest.mark.django_db


def changes_of(request_id: UUID) -> list[tuple[str, str, str]]:
    """Action, user and object of each entry under a request id, oldest first."""
    entries = ObjectChange.objects.filter(request_id=request_id).order_by('pk')
    return [(entry.action, entry.user_name, entry.object_repr) for entry in entries]


def nobody_asks(lost: Sequence[Lost]) -> None:
    """What became of the events does not matter."""


def test_changes_are_logged_under_the_id_and_the_user() -> None:
    ada, run_id = User.objects.create_user('ada'), uuid4()

    with tracked(run_id, ada, nobody_asks):
        endpoint = an_endpoint()
        endpoint.snapshot()
        endpoint.description = 'Changed'
        endpoint.save()

    assert changes_of(run_id) == [('create', 'ada', 'main'), ('create', 'ada', 'lab'), ('update', 'ada', 'lab')]
    assert ObjectChange.objects.exclude(request_id=run_id).count() == 0
    assert current_request.get() is None


def test_nothing_is_logged_outside() -> None:
    with tracked(uuid4(), service_user(), nobody_asks):
        pass
    an_endpoint()

    assert not ObjectChange.objects.exists()


def test_a_caller_that_is_tracked_keeps_its_id_and_its_user() -> None:
    outer, inner = a_request_of_runscript(), uuid4()

    with event_tracking(outer):
        with tracked(inner, service_user(), nobody_asks):
            an_endpoint()
        assert current_request.get() is outer
        assert events_queue.get() == {}

    assert changes_of(inner) == []
    assert changes_of(outer.id)[-1] == ('create', 'ada', 'lab')


def test_a_deletion_that_is_done_again_is_logged() -> None:
    endpoint, run_id = an_endpoint(), uuid4()

    def delete(*, is_undone: bool) -> None:
        with tracked(run_id, service_user(), nobody_asks), transaction.atomic():
            ProxmoxEndpoint.objects.get(pk=endpoint.pk).delete()
            if is_undone:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete(is_undone=True)
    delete(is_undone=False)

    assert changes_of(run_id) == [('delete', 'proxbox-sync', 'lab')]


def test_settings_of_netbox_are_not_stale() -> None:
    with tracked(uuid4(), service_user(), nobody_asks):
        assert get_config().PAGINATE_COUNT == 50
    ConfigRevision.objects.create(data={'PAGINATE_COUNT': 17}).activate()

    try:
        with tracked(uuid4(), service_user(), nobody_asks):
            assert get_config().PAGINATE_COUNT == 17
    finally:
        ConfigRevision(data={}).activate(update_db=False)


def a_request_of_runscript() -> Any:
    """What NetBox's own command gives a script: it lacks what a webhook asks for."""
    nothing: dict[str, dict[str, str]] = {key: {} for key in ('META', 'COOKIES', 'POST', 'GET', 'FILES')}
    return NetBoxFakeRequest({**nothing, 'user': User.objects.create_user('ada'), 'path': '', 'id': uuid4()})


@pytest.mark.parametrize('is_tracked', [True, False])
def test_a_request_has_what_netbox_asks_of_one(is_tracked: bool) -> None:
    caller = a_request_of_runscript() if is_tracked else None
    token = current_request.set(caller)
    try:
        with tracked(uuid4(), service_user(), nobody_asks):
            request = current_request.get()
    finally:
        current_request.reset(token)

    copy = pickle.loads(pickle.dumps(copy_safe_request(request, include_files=False)))  # noqa: S301  as RQ does
    assert vars(copy).keys() == vars(request).keys()
    assert (copy.id, copy.user, copy.method) == (request.id, request.user, 'POST')
    assert get_safe_request_context(request)['user'] == ('ada' if is_tracked else 'proxbox-sync')
    assert get_client_ip(request) is None


def test_an_error_of_the_block_is_no_loss_of_events(django_capture_on_commit_callbacks: Any) -> None:
    told: list[object] = []

    def break_off() -> None:
        with tracked(uuid4(), service_user(), told.append):
            an_endpoint()
            raise ConnectionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ConnectionError):
        break_off()

    assert told == []
    assert current_request.get() is None


def test_what_waits_for_the_dispatch_comes_after_it_and_once(django_capture_on_commit_callbacks: Any) -> None:
    happened: list[str] = []

    def ring() -> None:
        happened.append('rung')

    with (
        django_capture_on_commit_callbacks(execute=True),
        tracked(uuid4(), service_user(), lambda lost: happened.append('told')),
        transaction.atomic(),
    ):
        after_dispatch(ring)
        an_endpoint()
        after_dispatch(ring)
    assert happened == ['told', 'rung']

    with django_capture_on_commit_callbacks(execute=True):
        after_dispatch(ring)
    assert happened == ['told', 'rung', 'rung']


def test_the_service_user_is_one_and_cannot_log_in() -> None:
    user = service_user()

    assert service_user() == user
    assert (user.username, user.is_active, user.is_superuser) == ('proxbox-sync', False, False)
    assert not user.has_usable_password()
