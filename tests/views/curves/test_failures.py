"""Why there are no curves, in words, and nobody is asked more than needed."""

import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode
from tests.connection_test.direct_endpoints import leading_to
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sources.proxmox_ve.scripted_member import ScriptedMember, told
from tests.sources.raw_server import RawServer

from .curve_pages import BEGIN, ROWS, RRD, a_node, text, through

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ('reply', 'words', 'cure'),
    [
        (captured_reply('node-rrddata-500-unknown-node'), 'no statistics of that node', 'Check the services'),
        (captured_reply('auth-401-new'), 'refuses the login of endpoint', 'enter the login of endpoint'),
        (captured_reply('cluster-status-403'), 'may not read the cluster', 'Sys.Audit'),
        (Reply(body=b'<html><script>x</script>'), 'is not Proxmox VE', '8006'),
        (told({}), 'a list of measurements', 'report this'),
        (told([]), 'Proxmox VE has measured nothing in this time.', ''),
        (told([{'time': BEGIN}]), 'Proxmox VE has measured nothing in this time.', ''),
        (told([{'time': 2**80, 'cpu': 0.5}]), 'CPU: at least 50.0 %', ''),
    ],
)
def test_what_is_no_curve_is_told_in_words(
    admin: Client,
    node: ProxmoxNode,
    replies: dict[str, Reply],
    member: ScriptedMember,
    reply: Reply,
    words: str,
    cure: str,
) -> None:
    replies[RRD] = reply
    shown = text(admin, node)

    assert words in shown
    assert cure in shown
    text(admin, node)
    assert member.asked == [f'GET {RRD}']


def test_a_refused_login_is_not_tried_for_each_node(
    admin: Client, node: ProxmoxNode, replies: dict[str, Reply], member: ScriptedMember
) -> None:
    replies[RRD] = captured_reply('auth-401-new')
    other = a_node(node.endpoint, 'pve2')
    text(admin, node)
    assert 'refuses the login' in text(admin, other)
    assert len(member.asked) == 1


def test_what_one_node_lacks_another_has(
    admin: Client, node: ProxmoxNode, replies: dict[str, Reply], member: ScriptedMember
) -> None:
    replies[RRD] = captured_reply('node-rrddata-500-unknown-node')
    text(admin, node)
    assert 'CPU: at least' in text(admin, a_node(node.endpoint, 'pve2'))


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def test_silence_is_waited_for_for_a_few_seconds(admin: Client) -> None:
    with RawServer(silence) as server:
        began = timezone.now()
        shown = text(admin, a_node(leading_to(server.port)))
    assert 'did not answer in time' in shown
    assert timezone.now() - began < timedelta(seconds=10)
    assert ProxmoxEndpoint.objects.get().failures == 0


def test_who_is_left_in_peace_is_not_asked(admin: Client, node: ProxmoxNode, member: ScriptedMember) -> None:
    until = timezone.now() + timedelta(minutes=5)
    ProxmoxEndpoint.objects.update(failures=4, paused_until=until, pause_cause='It was down.')
    shown = text(admin, node)
    assert f'is not asked until {timezone.localtime(until):%H:%M:%S}. It was down.' in shown
    ProxmoxEndpoint.objects.update(paused_until=None, enabled=False)
    assert 'is disabled in NetBox' in text(admin, node)
    ProxmoxEndpoint.objects.update(enabled=True)
    assert 'CPU: at least' in text(admin, node)
    assert member.asked == [f'GET {RRD}']


def test_a_login_that_cannot_be_read_is_told(admin: Client, node: ProxmoxNode, configure: Callable[..., None]) -> None:
    configure(encryption_keys=[])
    assert 'encryption_keys is empty' in text(admin, node)


def test_through_an_old_proxbox_api_it_says_what_is_needed(admin: Client) -> None:
    with ScriptedBackend(lambda received: Reply(404, {'detail': 'Not Found'})) as backend:
        assert 'is needed, such as 0.0.30' in text(admin, through(backend))


def test_a_backend_that_does_not_know_the_endpoint_is_not_asked(admin: Client) -> None:
    with ScriptedBackend(lambda received: Reply(body=ROWS)) as backend:
        node = through(backend)
        ProxmoxEndpoint.objects.update(registered_id=None)
        assert 'is no longer valid' in text(admin, node)
        ProxboxBackend.objects.update(is_paused=True, pause_cause='A refused key.')
        assert 'is paused. A refused key.' in text(admin, node)
    assert backend.lines == []
