"""What the real proxbox-api says when a Proxmox VE fails: it is what was captured, and what our errors are made for."""

import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import trustme

from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve import cluster_answers, node_answers
from devstack.proxmox_ve.estate import Access
from devstack.proxmox_ve.estates import find_estate
from netbox_proxbox import errors
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import BackendConnection, EndpointRef
from tests.devstack.proxmox_ve.proxbox_api_client import ProxboxApiClient
from tests.sources.exchanges import tls

from .captured import captured_answer, captured_body
from .scripted_backend import Reply
from .scripted_proxmox import ScriptedProxmox, data, refused

pytestmark = pytest.mark.integration

LAB = find_estate('lab')
TICKET, VERSION, STATUS = '/access/ticket', '/version', '/cluster/status'
RESOURCES, NODES = '/cluster/resources', '/nodes'
HEALTHY: Mapping[str, Reply] = {
    TICKET: data({'username': 'root@pam', 'ticket': 'PVE:root@pam:0::x', 'CSRFPreventionToken': 'x'}),
    VERSION: data(cluster_answers.version(LAB.release)),
    STATUS: data(cluster_answers.status(LAB, LAB.nodes[0])),
    '/cluster/config/join': data(cluster_answers.join(LAB, LAB.nodes[0])),
    NODES: data(node_answers.nodes(LAB, 100.0)),
    RESOURCES: data(node_answers.resources(LAB, 100.0)),
}
BY_PASSWORD = Access(username='root@pam', password='a-password', token_name='', token_value='')
BY_TOKEN = Access(username='root@pam', password='', token_name='netbox', token_value='11111111-2222-3333-4444-5')
PAGE = Reply(body=b'<!doctype html><title>Portal</title>', headers={'Content-Type': 'text/html'})
PORTAL = Reply(302, b'', {'Location': 'https://portal.example.org/'})

type Fault = Callable[[], Reply | None]


def silence() -> None:
    """Longer than the five seconds that proxbox-api waits."""
    time.sleep(7)


def giving(reply: Reply | None) -> Fault:
    return lambda: reply


class Lab:
    """Registers Proxmox VEs that fail in one place in the real service, and reads them."""

    def __init__(self, server: ProxboxApiServer, context: ssl.SSLContext) -> None:
        self.client = ProxboxApiClient(server)
        self._connection = BackendConnection(name='main', url=server.url, api_key=server.api_key)
        self._context = context

    def read(self, route: str, access: Access, faults: Mapping[str, Fault], *, spared: int = 0, **how: Any) -> Any:
        """Status and body of a route; the first `spared` answers of each place that fails are well."""

        def answer(path: str, times: int) -> Reply | None:
            is_well = path not in faults or times < spared
            return HEALTHY.get(path, refused(501)) if is_well else faults[path]()

        with ScriptedProxmox(self._context, answer) as proxmox:
            name = f'{route} at {proxmox.port}'
            self.client.register(name, access, proxmox.port, **how)
            return self.client.read(route, name)

    def ask(self, faults: Mapping[str, Fault], ask: Callable[[ProxboxApi, EndpointRef], Any]) -> Any:
        """What our own door makes of it."""

        def answer(path: str, _: int) -> Reply | None:
            return faults[path]() if path in faults else HEALTHY.get(path, refused(501))

        with (
            ScriptedProxmox(self._context, answer) as proxmox,
            ProxboxApi(self._connection, sleep=lambda _: None) as api,
        ):
            name = f'door to {proxmox.port}'
            self.client.register(name, BY_TOKEN, proxmox.port)
            return ask(api, EndpointRef(name=name, record_id=self.client.ids[name]))


@pytest.fixture(scope='module')
def lab(proxbox_api: ProxboxApiServer) -> Lab:
    return Lab(proxbox_api, tls(trustme.CA()))


def captured(name: str) -> tuple[int, Any]:
    return captured_answer(name).status, captured_body(name)


@pytest.mark.parametrize(
    'fault',
    [silence, giving(None), giving(PORTAL), giving(PAGE)]
    + [giving(refused(status)) for status in (401, 404, 429, 500, 502, 503, 595, 596)],
    ids=['silence', 'cut', 'redirect', 'page', '401', '404', '429', '500', '502', '503', '595', '596'],
)
def test_with_a_password_all_faults_of_the_login_are_one(lab: Lab, fault: Fault) -> None:
    assert lab.read('cluster_status', BY_PASSWORD, {TICKET: fault}) == captured('bad_password_cluster_status')


def test_so_is_a_certificate_that_nobody_signed(lab: Lab) -> None:
    assert lab.read('cluster_status', BY_PASSWORD, {}, verify_ssl=True) == captured('bad_password_cluster_status')


def test_so_is_a_closed_port(lab: Lab) -> None:
    with ScriptedProxmox(tls(trustme.CA()), lambda *_: None) as proxmox:
        port = proxmox.port
    lab.client.register('nobody', BY_PASSWORD, port)
    assert lab.client.read('cluster_status', 'nobody') == captured('bad_password_cluster_status')


@pytest.mark.parametrize('fault', [giving(PORTAL), giving(refused(502))], ids=['redirect', '502'])
def test_with_a_token_what_stands_in_front_is_told_like_that(lab: Lab, fault: Fault) -> None:
    assert lab.read('cluster_status', BY_TOKEN, {VERSION: fault}) == captured('bad_password_cluster_status')


def test_with_a_token_a_page_is_told_like_that(lab: Lab) -> None:
    faults = dict.fromkeys(HEALTHY, giving(PAGE))
    assert lab.read('cluster_status', BY_TOKEN, faults) == captured('bad_password_cluster_status')


@pytest.mark.parametrize(
    ('path', 'status', 'capture'),
    [
        (VERSION, 429, 'session_429_cluster_status'),
        (VERSION, 596, 'session_596_cluster_status'),
        ('/cluster/config/join', 500, 'session_500_cluster_status'),
        (VERSION, 401, 'bad_token_cluster_status'),
    ],
)
def test_a_status_of_proxmox_is_told_with_a_token(lab: Lab, path: str, status: int, capture: str) -> None:
    assert lab.read('cluster_status', BY_TOKEN, {path: giving(refused(status))}) == captured(capture)


@pytest.mark.parametrize(
    ('route', 'path', 'spared', 'fault', 'capture'),
    [
        ('cluster_status', STATUS, 1, silence, 'late_timeout_cluster_status'),
        ('cluster_status', STATUS, 1, giving(None), 'late_cut_cluster_status'),
        ('cluster_status', STATUS, 1, giving(refused(500)), 'nostatus_cluster_status'),
        ('cluster_status', STATUS, 1, giving(refused(596)), 'nostatus_cluster_status'),
        ('cluster_status', STATUS, 1, giving(refused(401)), 'nostatus_cluster_status'),
        ('resources_node', RESOURCES, 0, silence, 'late_timeout_resources_node'),
        ('resources_node', RESOURCES, 0, giving(None), 'late_cut_resources_node'),
    ],
)
def test_a_fault_after_the_session_was_opened(
    lab: Lab, route: str, path: str, spared: int, fault: Fault, capture: str
) -> None:
    assert lab.read(route, BY_TOKEN, {path: fault}, spared=spared) == captured(capture)


@pytest.mark.parametrize('fields', [{}, {'name': 'None'}], ids=['without a name', 'really called None'])
def test_a_cluster_without_a_name_is_told_from_one_called_none(lab: Lab, fields: Mapping[str, str]) -> None:
    cluster, *nodes = cluster_answers.status(LAB, LAB.nodes[0])
    nameless = {key: value for key, value in cluster.items() if key != 'name'}
    faults = {STATUS: giving(data([{**nameless, **fields}, *nodes]))}
    if fields:
        assert lab.ask(faults, lambda api, ref: api.topology(ref)).name == 'None'
    else:
        with pytest.raises(errors.ReadingIncomplete, match='The cluster has no name'):
            lab.ask(faults, lambda api, ref: api.topology(ref))


def test_a_node_that_proxmox_calls_unknown_was_not_read(lab: Lab) -> None:
    nodes = [{'node': 'pve1', 'type': 'node', 'id': 'node/pve1', 'status': 'unknown', 'ssl_fingerprint': 'AA:BB'}]
    metrics = lab.ask({NODES: giving(data(nodes))}, lambda api, ref: api.metrics(ref))

    assert [(node.name, node.is_read, node.ssl_fingerprint) for node in metrics.nodes] == [('pve1', False, 'AA:BB')]
    assert 'pvestatd' in metrics.warnings[0]
