"""A run ends once, and says why."""

import pytest

from netbox_proxbox.errors import EndpointDisabled
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.runs.end import fail
from tests.builders import a_run, an_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def test_a_run_ends_once(endpoint: ProxmoxEndpoint) -> None:
    run = a_run(endpoint, 'running', readings={'fetch-cluster': {}})

    assert fail(run.pk, EndpointDisabled('lab'), stage='register') is True
    assert fail(run.pk, EndpointDisabled('other'), status='lost') is False

    run.refresh_from_db()
    assert (run.status, run.error_code, run.readings) == ('failed', 'endpoint-disabled', {})
    assert run.cause == 'Endpoint "lab" or its backend is disabled in NetBox.'
    assert run.cure.startswith('Enable endpoint "lab"')
    assert run.stages['register']['state'] == 'failed'
    assert run.ended_at == run.last_step_at


def test_a_run_that_is_gone_cannot_end(db: None) -> None:
    assert fail(4711, EndpointDisabled('lab')) is False
