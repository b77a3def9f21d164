"""What is noted of a backend when tasks fail at once, or the connection to PostgreSQL is lost meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from netbox_proxbox.errors import BackendUnreachable, EndpointLoginRefused
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.reading.backends import opened
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from tests.builders import a_backend, an_endpoint
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.whole_runs import synced, whole_run

pytestmark = pytest.mark.usefixtures('committed')


@pytest.fixture
def lab(committed: None, proxbox: ScriptedBackend) -> ProxmoxEndpoint:
    address = proxbox.connection()
    return an_endpoint(a_backend(base_url=address.url, api_key=address.api_key))


def fails_while_postgresql_restarts(error: Exception) -> Callable[..., None]:
    """What asks the backend and gets this error, by which time the connection to PostgreSQL is lost."""

    def fail(*_: object) -> None:
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute('SELECT pg_terminate_backend(pg_backend_pid())')
        raise error

    return fail


def test_failures_at_once_are_failures_in_a_row() -> None:
    backend, at_once = a_backend(), Barrier(4)
    backend.refresh_from_db()

    def fail(_: int) -> None:
        try:
            with suppress(BackendUnreachable), opened(backend):
                at_once.wait(30)
                raise BackendUnreachable('main')
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(fail, range(4)))

    backend.refresh_from_db()
    assert (backend.failures, backend.pause_cause) == (4, BackendUnreachable('main').cause)
    assert backend.paused_until is not None
    assert timedelta(seconds=50) < backend.paused_until - timezone.now() < timedelta(seconds=70)


def test_a_lost_connection_does_not_take_the_place_of_what_failed(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProxboxApi, 'metrics', fails_while_postgresql_restarts(BackendUnreachable('main')))

    run = whole_run(lab)

    assert (run.status, run.error_code) == ('degraded', 'backend-unreachable')
    assert ProxboxBackend.objects.get().failures == 1


def test_nor_does_it_in_the_foreground(lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProxboxApi, 'topology', fails_while_postgresql_restarts(EndpointLoginRefused('lab', 'main')))

    with pytest.raises(EndpointLoginRefused):
        synced(lab)
    assert SyncRun.objects.get().error_code == 'endpoint-login-refused'
