"""An endpoint that was not synced yet and answers as a standalone host: it may be a member of a cluster."""

from collections.abc import Callable

import pytest

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.builders import a_backend, an_endpoint
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sync.estate import CONFIGURED_MEMBERS, Estate
from tests.sync.whole_runs import whole_run

from .answers import ALONE, FAILS, NO_SUCH_ROUTE, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> ProxmoxEndpoint:
    """Another endpoint, through another backend, that leads to the same estate and was not synced yet."""
    address = proxbox.connection()
    return an_endpoint(a_backend(name='second', base_url=address.url, api_key=address.api_key), name='second')


def test_a_new_endpoint_does_not_take_a_member_for_a_host(
    second: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun]
) -> None:
    answers(estate, ALONE, 'pve1', 'pve2', 'pve3')

    assert sync(second).error_code == 'reading-incomplete'
    assert not ProxmoxNode.objects.exists()


@pytest.mark.parametrize('reply', [None, NO_SUCH_ROUTE])
def test_a_host_that_another_endpoint_tracks_in_a_cluster_is_no_host_of_its_own(
    tracked: ProxmoxEndpoint,
    second: ProxmoxEndpoint,
    estate: Estate,
    sync: Callable[[ProxmoxEndpoint], SyncRun],
    reply: Reply | None,
) -> None:
    answers(estate, ALONE)
    if reply is not None:
        estate.failing[CONFIGURED_MEMBERS] = reply

    run = sync(second)

    assert (run.status, run.error_code) == ('failed', 'member-tracked-elsewhere')
    assert '"pve1", which endpoint "lab" tracks as a member of a cluster' in run.cause
    assert not second.nodes.exists()

    tracked.nodes.get(name='pve1').delete()
    assert sync(second).status == 'succeeded'


def test_a_host_that_only_shares_the_name_of_a_member_is_one(
    tracked: ProxmoxEndpoint, second: ProxmoxEndpoint, estate: Estate
) -> None:
    ProxmoxNode.objects.update(ssl_fingerprint='00:11')
    answers(estate, ALONE)

    assert whole_run(second).status == 'succeeded'


@pytest.mark.parametrize('reply', [None, NO_SUCH_ROUTE, FAILS])
def test_a_host_of_which_nothing_else_is_known_is_what_it_says(
    lab: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun], reply: Reply | None
) -> None:
    answers(estate, ALONE)
    if reply is not None:
        estate.failing[CONFIGURED_MEMBERS] = reply

    assert sync(lab).status == 'succeeded'
    assert ProxmoxEndpoint.objects.get().mode == 'standalone'


def test_only_a_host_that_was_not_standalone_before_is_asked_for_its_members(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun]
) -> None:
    asks = f'GET {CONFIGURED_MEMBERS}'
    answers(estate, ALONE)
    sync(lab)
    assert proxbox.lines.count(asks) == 1
    assert [received.query for received in proxbox.received if received.line == asks] == [{'target_name': 'lab'}]
    proxbox.received.clear()

    sync(lab)
    assert len(proxbox.lines) == 3
    assert asks not in proxbox.lines
