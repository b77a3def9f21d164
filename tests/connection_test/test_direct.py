"""Testing an endpoint that is read directly: where the way to Proxmox VE ends."""

import socket

import pytest
from django.utils import timezone

from netbox_proxbox.connection_test import check_endpoint, check_unsaved_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from tests.connection_test.outcomes import finding_of, levels_of
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sources.proxmox_ve.scripted_member import STATUS, ScriptedMember, told
from tests.sources.raw_server import RawServer

from .direct_endpoints import (
    ALL_WELL,
    CERTIFICATE,
    CONNECTION,
    LOGIN,
    METRICS,
    OTHERS,
    STATUS_STEP,
    leading_to,
    until,
)

pytestmark = pytest.mark.django_db


def test_all_is_well(harbor: ProxmoxEndpoint, member: ScriptedMember) -> None:
    findings = check_endpoint(harbor)
    assert levels_of(findings) == ALL_WELL
    address = f'127.0.0.1:{member.port}'
    assert finding_of(CONNECTION, findings).summary == f'Proxmox VE 9.1.6 answers at {address}.'
    assert 'cluster "harbor" with 3 nodes (3 online)' in finding_of(STATUS_STEP, findings).summary
    assert '3 of 3 nodes' in finding_of(METRICS, findings).summary
    assert 'learned by its first sync' in finding_of(OTHERS, findings).summary
    assert member.asked == [
        f'GET {path}' for path in ('/cluster/status', '/version', '/nodes', '/nodes/pier2/certificates/info')
    ]


def test_a_success_ends_a_back_off(harbor: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(failures=4, paused_until=timezone.now(), pause_cause='Refused.')
    check_unsaved_endpoint(ProxmoxEndpoint.objects.get())
    assert ProxmoxEndpoint.objects.get().failures == 4
    check_endpoint(ProxmoxEndpoint.objects.get())
    found = ProxmoxEndpoint.objects.get()
    assert (found.failures, found.paused_until, found.pause_cause) == (0, None, '')


@pytest.mark.parametrize(
    ('reply', 'levels', 'words'),
    [
        (captured_reply('auth-401-new'), until(LOGIN, CONNECTION, CERTIFICATE), 'does not tell why'),
        (captured_reply('cluster-status-403'), until(STATUS_STEP, CONNECTION, CERTIFICATE, LOGIN), 'may not read'),
        (told([]), until(STATUS_STEP, CONNECTION, CERTIFICATE, LOGIN), 'No node was listed'),
        (captured_reply('pmxcfs-down-500'), until(CONNECTION, CERTIFICATE), 'pve-cluster'),
        (Reply(status=302), until(CONNECTION, CERTIFICATE), 'redirected elsewhere'),
        (Reply(body=b'<html>'), until(CONNECTION, CERTIFICATE), 'is not Proxmox VE'),
    ],
)
def test_where_the_way_ends(
    harbor: ProxmoxEndpoint, replies: dict[str, Reply], reply: Reply, levels: dict[str, str], words: str
) -> None:
    replies[STATUS] = reply
    findings = check_endpoint(harbor)
    assert levels_of(findings) == levels
    (failed,) = (finding for finding in findings if finding.level == 'error')
    assert words in failed.summary
    assert failed.cure


def test_an_endpoint_without_an_address_is_told() -> None:
    findings = check_endpoint(leading_to(8006, ip_address=None))
    assert levels_of(findings) == until(CONNECTION)
    assert (finding_of(CONNECTION, findings).summary, finding_of(CONNECTION, findings).cure) == (
        'It has no address.',
        'Enter one.',
    )


def test_metrics_that_fail_leave_the_rest(harbor: ProxmoxEndpoint, replies: dict[str, Reply]) -> None:
    replies['/nodes'] = captured_reply('pmxcfs-down-500')
    assert levels_of(check_endpoint(harbor)) == ALL_WELL | {METRICS: 'error'}


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


@pytest.mark.parametrize('reads', [True, False])
def test_silence_ends_the_test_in_time(reads: bool) -> None:
    with RawServer(silence, reads=reads) as server:
        findings = check_endpoint(leading_to(server.port, timeout=1))
    assert levels_of(findings) == until(CONNECTION)
    assert 'no TLS handshake followed' in finding_of(CONNECTION, findings).summary
