"""Proxmox VE that is read directly refuses, hangs or shows another certificate: the run says which, NetBox stays."""

import pytest

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.faults import Misanswer, TlsFault
from devstack.simulator import ProxmoxSimulator

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import NetBox
from .records import Run
from .services import Services

pytestmark = pytest.mark.integration

WRONG = '11111111-2222-3333-4444-555555555555'


@pytest.fixture
def simulator(services: Services) -> ProxmoxSimulator:
    return services.simulator


@pytest.fixture
def lab(netbox: NetBox, endpoints: Endpoints) -> int:
    """The lab, read directly through one address, and synced once."""
    endpoint = endpoints.add('lab', None, use_other_members=False)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


def assert_told(run: Run, code: str, *words: str) -> None:
    assert run.outcome == ('failed', code)
    for word in words:
        assert word in f'{run.cause} {run.cure}'
    assert WRONG not in run.text


def test_a_wrong_token(netbox: NetBox, endpoints: Endpoints, lab: int) -> None:
    endpoints.change(lab, token_value=WRONG)
    assert_told(sync_without_effect(netbox, lab), 'proxmox-login-refused', 'refuses the login')


def test_a_wrong_password(netbox: NetBox, endpoints: Endpoints) -> None:
    endpoint = endpoints.add('dc', None, password=WRONG)
    run = sync_without_effect(netbox, endpoint)
    assert_told(run, 'proxmox-login-refused', 'authentication failure')
    assert netbox.rows(endpoint).nodes == {}


def test_a_password_gives_a_ticket(netbox: NetBox, endpoints: Endpoints) -> None:
    endpoint = endpoints.add('dc', None)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    assert netbox.sync(endpoint).outcome == ('succeeded', '')


def test_a_certificate_that_nobody_signed(netbox: NetBox, endpoints: Endpoints, lab: int) -> None:
    endpoints.change(lab, ca_certificate='', **endpoints.login('lab'))
    assert_told(sync_without_effect(netbox, lab), 'proxmox-tls-error', 'not trusted', 'pve-root-ca.pem')


def test_a_certificate_is_pinned_and_changes(netbox: NetBox, endpoints: Endpoints, lab: int, control: Control) -> None:
    shown = next(node for node in control.state('lab').nodes if node.name == 'pve1').ssl_fingerprint
    pin = shown.lower().replace(':', '')
    endpoints.change(lab, ca_certificate='', tls_fingerprint=pin, **endpoints.login('lab'))
    assert netbox.sync(lab).outcome == ('succeeded', '')
    control.break_tls('lab', TlsFault.CHANGED)
    run = sync_without_effect(netbox, lab)
    assert_told(run, 'proxmox-certificate-changed', shown, 'the login was not sent')


@pytest.mark.parametrize(
    ('fault', 'code'),
    [
        (TlsFault.UNTRUSTED, 'proxmox-tls-error'),
        (TlsFault.ABSENT, 'proxmox-without-tls'),
        (TlsFault.CUT, 'proxmox-connection-closed'),
        (TlsFault.SILENT, 'proxmox-timeout'),
    ],
)
def test_the_handshake_fails(netbox: NetBox, lab: int, control: Control, fault: TlsFault, code: str) -> None:
    control.break_tls('lab', fault)
    assert sync_without_effect(netbox, lab).outcome == ('failed', code)


@pytest.mark.parametrize(
    ('state', 'code'),
    [({'expired': True}, 'proxmox-certificate-expired'), ({'misnamed': True}, 'proxmox-certificate-for-another-name')],
)
def test_the_certificate_is_no_good(
    netbox: NetBox, lab: int, control: Control, state: dict[str, bool], code: str
) -> None:
    control.set_certificate('lab', 'pve1', **state)
    assert sync_without_effect(netbox, lab).outcome == ('failed', code)


def test_proxmox_is_not_there(netbox: NetBox, lab: int, control: Control) -> None:
    control.refuse('lab')
    assert_told(sync_without_effect(netbox, lab), 'proxmox-unreachable', 'The connection is refused.', 'pveproxy')


def test_proxmox_accepts_and_never_answers(netbox: NetBox, endpoints: Endpoints, lab: int, control: Control) -> None:
    endpoints.change(lab, timeout=1)
    control.hang('lab')
    assert_told(sync_without_effect(netbox, lab), 'proxmox-timeout', 'did not answer in time')


@pytest.mark.parametrize(
    ('answer', 'code'),
    [
        (Misanswer(status=403, reason='Permission check failed (/, Sys.Audit)'), 'proxmox-rights-missing'),
        (Misanswer(status=595, reason='Connection refused', body=''), 'proxmox-unavailable'),
        (Misanswer(status=302, location='https://elsewhere.example/', body=''), 'something-else-answers'),
        (Misanswer(status=200, body='<html>', content_type='text/html'), 'proxmox-answer-invalid'),
        (Misanswer(size=100 * 2**20), 'proxmox-answer-invalid'),
        (Misanswer(cut_after=20), 'proxmox-unreachable'),
    ],
    ids=['403', '595', '302', 'page', '100 MB', 'cut'],
)
def test_the_status_is_not_told(netbox: NetBox, lab: int, control: Control, answer: Misanswer, code: str) -> None:
    control.misanswer('lab', {'/cluster/status': answer})
    assert sync_without_effect(netbox, lab).outcome == ('failed', code)


def test_metrics_that_cannot_be_had_degrade_the_run(netbox: NetBox, lab: int, control: Control) -> None:
    control.fail('lab', {'/nodes': 500})
    run = netbox.sync(lab)
    assert run.outcome == ('degraded', 'proxmox-unavailable')
    assert run.changes == []


def test_a_host_of_which_corosync_does_not_run_is_no_standalone_host(
    netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    control.set_corosync('lab', 'pve1', False)
    endpoint = endpoints.add('lab', None)
    run = sync_without_effect(netbox, endpoint)
    assert_told(run, 'reading-incomplete', 'corosync does not run', 'Members in its corosync.conf: 3.')


def test_the_host_is_left_in_peace_after_three_failures_and_a_person_is_let_through(
    netbox: NetBox, endpoints: Endpoints, lab: int, control: Control
) -> None:
    control.refuse('lab')
    for _ in range(3):
        netbox.sync(lab)
    found = netbox.rows(lab).endpoint
    assert found['failures'] == 3
    assert found['paused_until'] is not None
    control.refuse('lab', False)
    assert netbox.sync(lab).outcome == ('succeeded', '')
    assert netbox.rows(lab).endpoint['failures'] == 0
