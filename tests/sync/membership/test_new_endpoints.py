"""An endpoint that was not synced yet and answers as a standalone host: it may be a member of a cluster."""

from collections.abc import Callable

import pytest

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sync.estate import CONFIGURED_MEMBERS, Estate
from tests.sync.ways import DIRECTLY, Way, on_both_sources
from tests.sync.whole_runs import whole_run

from .answers import ALONE, FAILS, NO_SUCH_ROUTE, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(lab: ProxmoxEndpoint, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    """Another endpoint that leads to the same estate and was not synced yet."""
    return way.endpoint(server, name='second')


@on_both_sources
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


@on_both_sources
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


@on_both_sources
def test_a_host_is_asked_for_its_members_in_each_sync(
    lab: ProxmoxEndpoint, server: ScriptedBackend, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun]
) -> None:
    answers(estate, ALONE)
    for _ in range(2):
        server.received.clear()
        assert sync(lab).status == 'succeeded'
        assert server.lines.count(f'GET {estate.members_path}') == 1


def test_a_backend_is_asked_for_the_members_of_that_endpoint(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, estate: Estate
) -> None:
    answers(estate, ALONE)
    whole_run(lab)

    asks = f'GET {CONFIGURED_MEMBERS}'
    assert [received.query for received in proxbox.received if received.line == asks] == [{'target_name': 'lab'}]


@pytest.mark.parametrize('way', [DIRECTLY], ids=str)
def test_a_member_that_does_not_tell_its_members_is_not_believed(
    lab: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun]
) -> None:
    answers(estate, ALONE)
    estate.failing[estate.members_path] = Reply(body={'data': ['pve1']})

    assert sync(lab).error_code == 'reading-incomplete'
    assert not ProxmoxNode.objects.exists()
