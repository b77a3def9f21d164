"""What a sync costs the database, by the statement. Whoever adds one changes a number here, and says why."""

from collections.abc import Callable, Iterator

import pytest
from core.models import ObjectChange
from dcim.models import Device
from extras.models import CachedValue
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes
from tests.broker_of_a_test import corner, sender_at
from tests.readings import metrics_of, standalone_host
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.statements import estate_of, move_metrics, statements_by_task, statements_of
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import whole_run

pytestmark = [pytest.mark.usefixtures('committed', '_broker'), on_both_sources]

UNCHANGED = {
    'request': 5,
    'fetch_cluster': 2,
    'fetch_nodes': 2,
    'reconcile': 9,
    'prune': 1,
}
MOST_OF_A_NEW_NODE = 5


@pytest.fixture
def _broker(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real broker for what a request publishes."""
    with corner() as place:
        configure(redis_key_prefix=place.prefix)
        with sender_at(place.url, monkeypatch):
            yield


@pytest.fixture(params=[3, 32, 200])
def estate(request: pytest.FixtureRequest, way: Way) -> Estate:
    """Clusters of different sizes."""
    return estate_of(request.param, way.estate)


@pytest.fixture
def _documented(committed: None) -> Iterator[None]:
    """What the estate is linked to; nothing else takes it away."""
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    Cluster.objects.create(name='documented', type=kind)
    device = create_test_device('documented')
    of_the_device = (device.device_type, device.device_type.manufacturer, device.role, device.site)
    yield
    for model in (Cluster, ClusterType, Device):
        model.objects.all().delete()
    for each in of_the_device:
        each.delete()


@pytest.fixture
def lab(_documented: None, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    """The endpoint of the estate, synced once, with all that it has linked."""
    endpoint = way.endpoint(server)
    assert whole_run(endpoint).status == 'succeeded'
    ProxmoxCluster.objects.update(netbox_cluster=Cluster.objects.get())
    ProxmoxNode.objects.update(netbox_device=Device.objects.get())
    return endpoint


def test_a_sync_that_changes_nothing_costs_the_same_at_any_size(lab: ProxmoxEndpoint) -> None:
    assert statements_by_task(lab) == UNCHANGED
    assert sum(UNCHANGED.values()) <= 20


def test_what_has_no_link_costs_a_question_for_each_kind_at_any_size(lab: ProxmoxEndpoint) -> None:
    ProxmoxCluster.objects.update(netbox_cluster=None)
    ProxmoxNode.objects.update(netbox_device=None)

    assert statements_by_task(lab) == {**UNCHANGED, 'reconcile': UNCHANGED['reconcile'] + 2}


def test_a_standalone_host_costs_the_same_and_is_asked_for_its_members(
    lab: ProxmoxEndpoint, server: ScriptedBackend, estate: Estate
) -> None:
    ProxmoxCluster.objects.get().delete()
    ProxmoxEndpoint.objects.update(deletion_limit=100)
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')
    assert whole_run(lab).status == 'succeeded'
    server.received.clear()

    assert statements_by_task(lab) == UNCHANGED
    assert server.lines.count(f'GET {estate.members_path}') == 1
    assert len(server.received) == (5 if lab.is_direct else 4)


def test_new_metrics_of_all_nodes_cost_no_more(lab: ProxmoxEndpoint, estate: Estate) -> None:
    move_metrics(estate)

    assert statements_by_task(lab) == UNCHANGED
    assert set(ProxmoxNode.objects.values_list('cpu_usage', flat=True)) == {0.125}


def test_the_python_entry_costs_the_same_at_any_size(lab: ProxmoxEndpoint, estate: Estate) -> None:
    move_metrics(estate)

    assert len(statements_of(lambda: sync_cluster_and_nodes(lab.pk))) == 13


@pytest.mark.parametrize('estate', [200], indirect=True)
def test_a_new_node_costs_few_statements_with_its_change_log_and_search(server: ScriptedBackend, way: Way) -> None:
    endpoint = way.endpoint(server)

    statements = statements_of(lambda: whole_run(endpoint))

    assert ObjectChange.objects.filter(action='create', changed_object_type__model='proxmoxnode').count() == 200
    assert CachedValue.objects.filter(object_type__model='proxmoxnode', field='name').count() == 200
    assert len(statements) / 200 <= MOST_OF_A_NEW_NODE
