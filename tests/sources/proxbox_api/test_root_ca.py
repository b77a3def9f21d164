"""Which cluster it is, as a node of it tells through proxbox-api."""

from typing import Any

import pytest

from netbox_proxbox.errors import BackendKeyRefused
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import EndpointRef
from tests.readings import cluster_of, node_named
from tests.sources.proxmox_ve.captured import captured_data

from .scripted_backend import Reply, ScriptedBackend, captured_reply

LAB = EndpointRef(name='lab', record_id=1)
READ = cluster_of('pve1', node_named('pve 2', local=True))


def identified(reply: Reply) -> tuple[Any, ScriptedBackend]:
    with ScriptedBackend(lambda received: reply) as backend, ProxboxApi(backend.connection(), attempts=1) as api:
        return ProxboxApiSource(api, LAB).identified(READ), backend


def test_the_node_that_answered_is_asked_once() -> None:
    found, backend = identified(Reply(body=captured_data('node-certificates')))
    assert found.root_ca.startswith('69:59:09:70')
    assert backend.lines == ['GET /proxmox/api2/latest/nodes/pve%202/certificates/info']
    assert backend.received[0].query == {'target_name': 'lab'}


@pytest.mark.parametrize(
    'reply',
    [Reply(404, {'detail': 'Not Found'}), Reply(500, b''), Reply(body=b'<html>'), Reply(body=None), Reply(body=[])],
)
def test_what_is_not_told_fails_no_reading(reply: Reply) -> None:
    assert identified(reply)[0] == READ


def test_a_refused_key_is_told_at_once() -> None:
    with pytest.raises(BackendKeyRefused):
        identified(captured_reply('wrong_key_1'))
