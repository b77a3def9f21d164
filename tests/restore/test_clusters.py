"""A cluster whose deletion a person had believed comes back, with what belonged to it."""

import pytest
from core.models import ObjectChange
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync.decide_reading import believe
from tests.accounts import grant
from tests.readings import cluster_of, metrics_of, standalone_host
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

from .restoring import left_out, lost, names, restored

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> SyncRun:
    """The run that deleted the cluster, pve2 and pve3, for pve1 answered as a standalone host and was believed."""
    whole_run(lab)
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')
    return believed(lab, ada)


def believed(lab: ProxmoxEndpoint, ada: User) -> SyncRun:
    assert whole_run(lab).status == 'held'
    SyncRun.objects.filter(pk=believe(lab, ada, trigger='api').pk).delete()
    return whole_run(lab)


def members() -> dict[str, str | None]:
    """Each node, and the cluster that it is in."""
    return dict(ProxmoxNode.objects.order_by('name').values_list('name', 'proxmox_cluster__name'))


def test_the_nodes_are_in_it_again(run: SyncRun, ada: User) -> None:
    assert members() == {'pve1': None}

    outcome = restored(run, ada)

    assert (names(outcome.restored), lost(outcome.restored)) == (['lab-cluster', 'pve2', 'pve3'], [])
    assert members() == {'pve1': 'lab-cluster', 'pve2': 'lab-cluster', 'pve3': 'lab-cluster'}


def test_a_node_comes_back_without_it(run: SyncRun, ada: User) -> None:
    deleted = {change['name']: change['object_id'] for change in run.changes if change['action'] == 'delete'}

    outcome = restored(run, ada, {ProxmoxNode: [deleted['pve2']]})

    assert names(outcome.restored) == ['pve2']
    assert 'is gone' in lost(outcome.restored)[0]
    assert members() == {'pve1': None, 'pve2': None}


def test_a_node_that_one_may_not_change_stays_where_it_is(run: SyncRun, ada: User, bob: User) -> None:
    grant(bob, ProxmoxCluster, 'add')

    assert names(restored(run, bob).restored) == ['lab-cluster']
    assert members() == {'pve1': None}


def test_a_node_that_one_may_not_change_afterwards_stays_where_it_is(run: SyncRun, bob: User) -> None:
    grant(bob, ProxmoxCluster, 'add')
    grant(bob, ProxmoxNode, 'change', constraints={'proxmox_cluster': None})
    logged = ObjectChange.objects.count()

    assert names(restored(run, bob).restored) == ['lab-cluster']
    assert members() == {'pve1': None}
    assert ObjectChange.objects.count() == logged + 1


def test_the_next_sync_asks_again(run: SyncRun, ada: User, lab: ProxmoxEndpoint) -> None:
    restored(run, ada)

    assert whole_run(lab).error_code == 'turned-standalone'
    assert len(members()) == 3


def test_another_cluster_of_the_endpoint_gets_nothing(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> None:
    whole_run(lab)
    ProxmoxCluster.objects.update(comments='Bought in 2019')
    estate.topology, estate.metrics = cluster_of('ams1', 'ams2', name='ams'), metrics_of('ams1', 'ams2')
    run = believed(lab, ada)

    outcome = restored(run, ada, {ProxmoxCluster: [change['object_id'] for change in run.changes[:1]]})

    assert left_out(outcome) == {'lab-cluster': 'The endpoint has another cluster now.'}
    assert ProxmoxCluster.objects.get().comments == ''
