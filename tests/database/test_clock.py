"""Times of runs are PostgreSQL's."""

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.errors import EndpointDisabled
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.runs.end import fail
from netbox_proxbox.runs.request import insert
from tests.builders import an_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def test_times_are_those_of_postgresql(endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('django.utils.timezone.now', lambda: pytest.fail('the clock of this host was asked'))
    before = clock.database_now()

    run, _ = insert(endpoint, 'manual')
    fail(run.pk, EndpointDisabled('lab'))

    run.refresh_from_db()
    assert run.ended_at is not None
    assert before < run.requested_at < run.ended_at < clock.database_now()
