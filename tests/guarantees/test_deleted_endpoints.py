"""An endpoint is deleted at the very moment at which somebody asks for its sync."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import request_sync
from tests.accounts import api_client, page_client
from tests.builders import an_endpoint
from tests.integration.waiting import wait_for

from .locks import somebody_waits_for_a_lock

pytestmark = pytest.mark.usefixtures('committed')

LIST = '/plugins/proxbox/endpoints/proxmox/'


@pytest.fixture
def in_a_thread(committed: None) -> Iterator[Callable[..., Any]]:
    """Calls something on another connection to the database; the result is to be waited for."""

    def call(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda work: pool.submit(call, work)


def while_it_is_deleted(endpoint: ProxmoxEndpoint, in_a_thread: Callable[..., Any], ask: Callable[[], Any]) -> Any:
    """Return what comes of asking while the deletion is done but not committed, and committed then."""
    with transaction.atomic():
        ProxmoxEndpoint.objects.filter(pk=endpoint.pk).delete()
        answer = in_a_thread(ask)
        wait_for(lambda: somebody_waits_for_a_lock() or answer.done(), every=0.02)
    return answer.result()


def test_the_rest_api_says_that_it_is_gone(in_a_thread: Callable[..., Any]) -> None:
    endpoint, client = an_endpoint(), api_client(User.objects.create_superuser(username='administrator'))
    path = f'/api/plugins/proxbox/endpoints/{endpoint.pk}/sync/'
    assert while_it_is_deleted(endpoint, in_a_thread, lambda: client.post(path)).status_code == 404


def test_the_button_says_that_it_is_gone(in_a_thread: Callable[..., Any]) -> None:
    endpoint, browser = an_endpoint(), page_client(User.objects.create_superuser(username='administrator'))
    path = f'{LIST}{endpoint.pk}/sync/'
    assert while_it_is_deleted(endpoint, in_a_thread, lambda: browser.post(path)).status_code == 404


def test_the_others_of_many_are_synced(in_a_thread: Callable[..., Any]) -> None:
    gone, browser = an_endpoint(), page_client(User.objects.create_superuser(username='administrator'))
    other = an_endpoint(gone.backend, name='other')
    chosen = {'pk': [gone.pk, other.pk]}
    answer = while_it_is_deleted(gone, in_a_thread, lambda: browser.post(f'{LIST}sync/', chosen))
    assert answer.status_code == 302
    assert [run.endpoint for run in SyncRun.objects.all()] == [other]


def test_who_asks_in_python_is_told_by_an_exception() -> None:
    endpoint = an_endpoint()
    ProxmoxEndpoint.objects.all().delete()
    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        request_sync(endpoint, trigger='api')
