"""What the real proxbox-api makes of the simulation has the shape of what was captured from it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from packaging.version import Version

from devstack.paths import new_log_folder
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import ESTATES, find_estate
from devstack.proxmox_ve.simulation import DoorSpec
from devstack.simulator import start_simulator
from devstack.supervisor import Supervisor
from tests.sources.proxbox_api.captured import captured_answer, captured_body

from .proxbox_api_client import ProxboxApiClient, shape

pytestmark = pytest.mark.integration

LAB, DC = ESTATES['lab'].access, ESTATES['dc'].access
# Where the endpoint is, in the status of its cluster: older ones say its name and id only, which is all that we read.
WITHOUT_ADDRESSES = Version('0.0.27.post4')
ADDRESSES = {'endpoint_source', 'domain', 'ip_address', 'http_port'}


@pytest.fixture(scope='module')
def backend(proxbox_api: ProxboxApiServer) -> Iterator[tuple[ProxboxApiClient, Control]]:
    """The real service with every estate registered, twice with a wrong login, and the control of the estates."""
    with Supervisor(new_log_folder('simulation')) as supervisor:
        simulator = start_simulator(supervisor)
        client = ProxboxApiClient(proxbox_api)
        for label, port in simulator.ports.items():
            client.register(label, find_estate(DoorSpec.parse(label).estate).access, port)
        client.register('verified', LAB, simulator.ports['lab'], verify_ssl=True)
        client.register('bad-token', replace(LAB, token_value='wrong'), simulator.ports['lab'])
        client.register('bad-password', replace(DC, password='wrong'), simulator.ports['dc'])
        yield client, Control(simulator.control_url)


@pytest.fixture
def client(backend: tuple[ProxboxApiClient, Control]) -> ProxboxApiClient:
    return backend[0]


@pytest.fixture
def control(backend: tuple[ProxboxApiClient, Control]) -> Iterator[Control]:
    control = backend[1]
    yield control
    control.reset('lab')


def assert_shape(client: ProxboxApiClient, route: str, endpoint: str, capture: str) -> None:
    status, body = client.read(route, endpoint)
    assert (status, shape(body)) == (captured_answer(capture).status, shape(expected_body(client, route, capture)))


def expected_body(client: ProxboxApiClient, route: str, capture: str) -> Any:
    captured = captured_body(capture)
    if route != 'cluster_status' or Version(client.server.version) > WITHOUT_ADDRESSES:
        return captured
    assert all(cluster.keys() >= ADDRESSES for cluster in captured)
    return [{key: value for key, value in cluster.items() if key not in ADDRESSES} for cluster in captured]


def assert_same(client: ProxboxApiClient, route: str, endpoint: str, capture: str) -> None:
    assert client.read(route, endpoint) == (captured_answer(capture).status, captured_body(capture))


@pytest.mark.parametrize(
    ('route', 'endpoint', 'capture'),
    [
        ('cluster_status', 'lab', 'cluster3_cluster_status'),
        ('nodes', 'lab', 'cluster3_nodes'),
        ('resources_node', 'lab', 'cluster3_resources_node'),
        ('node_listing', 'lab', 'cluster3_node_listing'),
        ('cluster_status', 'farm', 'cluster3_cluster_status'),
        ('resources_node', 'farm', 'cluster3_resources_node'),
        ('cluster_status', 'dc', 'offline_last_cluster_status'),
        ('nodes', 'dc', 'offline_last_nodes'),
        ('cluster_status', 'edge', 'noquorum_cluster_status'),
        ('nodes', 'edge', 'offline_first_nodes'),
        ('cluster_status', 'solo', 'standalone_cluster_status'),
        ('nodes', 'solo', 'standalone_nodes'),
        ('resources_node', 'solo', 'standalone_resources_node'),
    ],
)
def test_an_estate_has_the_captured_shape(client: ProxboxApiClient, route: str, endpoint: str, capture: str) -> None:
    assert_shape(client, route, endpoint, capture)


@pytest.mark.parametrize(
    ('route', 'endpoint', 'capture'),
    [
        ('cluster_status', 'bad-token', 'bad_token_cluster_status'),
        ('cluster_status', 'bad-password', 'bad_password_cluster_status'),
        ('cluster_status', 'verified', 'ssl_verify_cluster_status'),
    ],
)
def test_a_wrong_login_or_certificate_is_the_captured_error(
    client: ProxboxApiClient, route: str, endpoint: str, capture: str
) -> None:
    assert_same(client, route, endpoint, capture)


def test_a_node_that_goes_offline_keeps_its_size(client: ProxboxApiClient, control: Control) -> None:
    control.set_online('lab', 'pve3', False)
    assert_shape(client, 'resources_node', 'lab', 'offline_last_resources_node')


def test_a_refusing_estate_is_the_captured_error(client: ProxboxApiClient, control: Control) -> None:
    control.refuse('lab')
    assert_same(client, 'cluster_status', 'lab', 'refused_cluster_status')


def test_a_hanging_estate_is_the_captured_error(client: ProxboxApiClient, control: Control) -> None:
    control.hang('lab')
    assert_same(client, 'cluster_status', 'lab', 'hang_cluster_status')


def test_rights_that_are_missing_are_the_captured_errors(client: ProxboxApiClient, control: Control) -> None:
    control.fail('lab', {'/cluster/config/join': 403})
    assert_same(client, 'cluster_status', 'lab', 'nojoin_cluster_status')
    control.fail('lab', {'/cluster/status': 403})
    assert_same(client, 'cluster_status', 'lab', 'nostatus_cluster_status')
    assert_shape(client, 'nodes', 'lab', 'nostatus_nodes')


def test_a_failing_list_of_nodes_is_the_captured_error(client: ProxboxApiClient, control: Control) -> None:
    control.fail('lab', {'/nodes': 500, '/cluster/resources': 595})
    assert_same(client, 'nodes', 'lab', 'err500_nodes')
    assert_same(client, 'resources_node', 'lab', 'err500_resources_node')


def test_without_the_right_to_audit_there_are_no_figures(client: ProxboxApiClient, control: Control) -> None:
    control.deny_audit('lab')
    assert_same(client, 'nodes', 'lab', 'noaudit_nodes')
    assert_shape(client, 'resources_node', 'lab', 'noaudit_resources_node')


def test_a_member_without_corosync_looks_standalone_and_is_told_by_its_configuration(
    client: ProxboxApiClient, control: Control
) -> None:
    control.set_corosync('lab', 'pve1', False)
    assert_shape(client, 'cluster_status', 'lab', 'standalone_cluster_status')
    assert_shape(client, 'nodes', 'lab', 'standalone_nodes')
    assert_shape(client, 'resources_node', 'lab', 'standalone_resources_node')
    status, members = client.read('configured_members', 'lab')
    assert (status, [member['node'] for member in members]) == (200, ['pve1', 'pve2', 'pve3'])


def test_a_standalone_host_has_no_configured_members(client: ProxboxApiClient, control: Control) -> None:
    assert client.read('configured_members', 'solo') == (200, [])
    control.leave_cluster('lab', 'pve2')
    assert client.read('configured_members', 'lab') == (200, [])


@pytest.mark.parametrize('upstream', [403, 500, 501, 595])
def test_a_configuration_that_cannot_be_read_is_an_error_of_the_route(
    client: ProxboxApiClient, control: Control, upstream: int
) -> None:
    control.leave_cluster('lab', 'pve2')
    control.fail('lab', {'/cluster/config/nodes': upstream})
    status, body = client.read('configured_members', 'lab')
    assert (status, body['message']) == (400, 'Generated Proxmox proxy request failed for GET /cluster/config/nodes.')


def test_the_past_of_a_node_is_passed_on(client: ProxboxApiClient, control: Control) -> None:
    status, rows = client.read('curve', 'lab')
    assert (status, len(rows)) == (200, 70)
    assert [row.keys() >= {'time', 'cpu', 'memused', 'memtotal'} for row in rows] == [True] * 70
    control.set_release('lab', '9.1.6')
    assert len(client.read('curve', 'lab')[1]) == 1440
    control.fail('lab', {'/nodes/pve1/rrddata': 500})
    status, body = client.read('curve', 'lab')
    assert (status, body['message']) == (400, 'Generated Proxmox proxy request failed for GET /nodes/{node}/rrddata.')
