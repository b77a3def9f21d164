"""What one sync makes of each estate, held against what the simulation says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from devstack.proxmox_ve.estate_state import EstateState, NodeState
from devstack.proxmox_ve.estates import ESTATES

from .endpoints import Endpoints
from .netbox import NetBox
from .records import Change, Rows, Run
from .services import Services

pytestmark = pytest.mark.integration

CLUSTERS = [name for name, estate in ESTATES.items() if not estate.standalone]


@dataclass(frozen=True)
class Synced:
    """One estate after its first sync."""

    endpoint: int
    run: Run
    rows: Rows
    truth: EstateState

    @property
    def is_measured(self) -> bool:
        """Whether its metrics are believed: read directly, not those of a cluster without quorum."""
        return self.truth.quorate or self.rows.endpoint['backend'] is not None

    @property
    def expected_status(self) -> str:
        return 'succeeded' if self.is_measured else 'degraded'


@pytest.fixture(scope='module', params=['directly', 'through proxbox-api'])
def estates(
    services: Services, netbox: NetBox, backend: int, request: pytest.FixtureRequest
) -> Iterator[Mapping[str, Synced]]:
    """All estates after one sync each, asked for together."""
    endpoints = Endpoints(netbox, services.simulator)
    through = None if request.param == 'directly' else backend
    ids = {name: endpoints.add(name, through) for name in ESTATES}
    asked = {name: netbox.request_sync(endpoint) for name, endpoint in ids.items()}
    yield {
        name: Synced(ids[name], netbox.ended(run.id), netbox.rows(ids[name]), services.control.state(name))
        for name, run in asked.items()
    }
    endpoints.remove_all()


@pytest.mark.parametrize('name', ESTATES)
def test_the_run_succeeds_without_a_word(estates: Mapping[str, Synced], name: str) -> None:
    run = estates[name].run
    assert run.outcome == (estates[name].expected_status, '')
    assert (run.cause, run.cure) == ('', '')
    registered = ['register'] if estates[name].rows.endpoint['backend'] else []
    assert {stage: note['state'] for stage, note in run.stages.items()} == dict.fromkeys(
        [*registered, 'fetch-cluster', 'fetch-nodes', 'reconcile', 'prune'], 'done'
    )


@pytest.mark.parametrize('name', ESTATES)
def test_every_node_has_its_own_metrics(estates: Mapping[str, Synced], name: str) -> None:
    synced = estates[name]
    expected = {node.name: true_metrics_of(node, is_measured=node.name != 'Hanau') for node in synced.truth.nodes}
    if not synced.is_measured:
        expected = {name: UNREAD | {'online': told['online']} for name, told in expected.items()}
    assert {node: measured(row) for node, row in synced.rows.nodes.items()} == expected


UNREAD = {
    **{'cpu_usage': 0.0, 'max_cpu': 0, 'memory_usage': 0, 'max_memory': 0, 'uptime': 0},
    'ssl_fingerprint': '',
}


def measured(row: Mapping[str, object]) -> dict[str, object]:
    names = ('online', 'cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'uptime', 'ssl_fingerprint')
    return {name: row[name] for name in names}


def true_metrics_of(node: NodeState, *, is_measured: bool) -> dict[str, object]:
    """The metrics that Proxmox VE tells: sizes of a node that is offline too, unless it was never measured."""
    return {
        'online': node.online,
        'cpu_usage': node.cpu or 0.0,
        'max_cpu': node.cpu_count if is_measured else 0,
        'memory_usage': node.memory_used or 0,
        'max_memory': node.memory if is_measured else 0,
        'uptime': node.uptime or 0,
        'ssl_fingerprint': node.ssl_fingerprint,
    }


@pytest.mark.parametrize('name', ESTATES)
def test_every_node_has_its_address_and_id(estates: Mapping[str, Synced], name: str) -> None:
    synced = estates[name]
    assert {node: (row['node_id'], row['ip_address']) for node, row in synced.rows.nodes.items()} == {
        node.name: (node.node_id, node.ip_address or None) for node in synced.truth.nodes
    }


@pytest.mark.parametrize('name', CLUSTERS)
def test_a_cluster_is_what_proxmox_says(estates: Mapping[str, Synced], name: str) -> None:
    rows, truth = estates[name].rows, estates[name].truth
    assert rows.mode == rows.cluster['mode']['value'] == 'cluster'
    assert rows.cluster['name'] == truth.cluster_name
    assert rows.cluster['quorate'] is truth.quorate
    assert rows.cluster['version'] == truth.config_version
    assert rows.cluster['nodes_count'] == rows.cluster['node_count'] == len(truth.nodes)
    assert {node['proxmox_cluster']['id'] for node in rows.nodes.values()} == {rows.cluster['id']}


def test_a_standalone_host_has_no_cluster(estates: Mapping[str, Synced]) -> None:
    rows = estates['solo'].rows
    assert (rows.mode, rows.clusters) == ('standalone', [])
    assert [node['proxmox_cluster'] for node in rows.nodes.values()] == [None]


@pytest.mark.parametrize('name', ESTATES)
def test_exactly_one_node_is_local(estates: Mapping[str, Synced], name: str) -> None:
    local = [node for node, row in estates[name].rows.nodes.items() if row['local']]
    assert local == [estates[name].truth.online[0]]


@pytest.mark.parametrize('name', ESTATES)
def test_the_change_log_has_each_object_once(netbox: NetBox, estates: Mapping[str, Synced], name: str) -> None:
    synced = estates[name]
    created = [Change('create', 'proxmoxnode', node, 'admin') for node in synced.rows.nodes]
    created += [Change('create', 'proxmoxcluster', cluster['display'], 'admin') for cluster in synced.rows.clusters]
    changed = [Change('update', 'proxmoxendpoint', synced.rows.endpoint['display'], 'admin')]
    assert netbox.changes_of(synced.run) == sorted([*created, *changed])


@pytest.mark.parametrize('name', ESTATES)
def test_a_second_sync_changes_nothing(netbox: NetBox, estates: Mapping[str, Synced], name: str) -> None:
    synced = estates[name]
    again = netbox.sync(synced.endpoint)
    assert again.outcome == (synced.expected_status, '')
    assert again.changes == []
    assert netbox.changes_of(again) == []
    assert last_updates(netbox.rows(synced.endpoint)) == last_updates(synced.rows)


def last_updates(rows: Rows) -> list[str]:
    return [row['last_updated'] for row in (rows.endpoint, *rows.clusters, *rows.nodes.values())]
