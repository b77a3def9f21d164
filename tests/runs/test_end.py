"""A run ends once, and says why."""

import pytest

from netbox_proxbox.errors import EndpointDisabled, NotAsPreviewed
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
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


@pytest.mark.parametrize('decision', ['', 'deletion', 'reading'])
def test_a_refused_run_is_followed_by_one_that_carries_out_what_was_decided_meanwhile(
    endpoint: ProxmoxEndpoint, decision: str
) -> None:
    ProxmoxNode.objects.create(
        endpoint=endpoint, name='pve2', missing_because='limit', deletion_confirmed=decision == 'deletion'
    )
    ProxmoxEndpoint.objects.update(held_decision='believe' if decision == 'reading' else '')
    run = a_run(endpoint, 'running', plan=[], trigger='api')

    assert fail(run.pk, NotAsPreviewed('lab', ['pve2 is deleted'], []), stage='reconcile')

    following = SyncRun.objects.exclude(pk=run.pk).values_list('status', 'trigger', 'plan')
    assert list(following) == ([('queued', 'api', None)] if decision else [])


def test_a_run_that_is_gone_cannot_end(db: None) -> None:
    assert fail(4711, EndpointDisabled('lab')) is False
