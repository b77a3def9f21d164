"""How many members a host is configured with, as its corosync.conf says."""

from typing import Any

import pytest

from netbox_proxbox.errors import BackendAnswerInvalid
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef

from .scripted_backend import Reply, ScriptedBackend

LAB = EndpointRef(name='lab', record_id=1)
CONFIGURED = [{'node': 'pve1', 'nodeid': '1'}, {'node': 'pve2'}]


def members_of(body: Any) -> tuple[int, ScriptedBackend]:
    with ScriptedBackend(lambda received: Reply(body=body)) as backend, ProxboxApi(backend.connection()) as api:
        return api.configured_members(LAB), backend


@pytest.mark.parametrize(('body', 'count'), [(CONFIGURED, 2), (CONFIGURED[:1], 1), ([], 0)])
def test_they_are_counted_in_one_request(body: Any, count: int) -> None:
    members, backend = members_of(body)

    assert members == count
    assert backend.lines == ['GET /proxmox/api2/latest/cluster/config/nodes']
    assert backend.received[0].query == {'target_name': 'lab'}


@pytest.mark.parametrize('body', [None, {}, 'pve1', ['pve1'], [None], [{}], [{'node': ''}], [{'node': 1}]])
def test_anything_but_members_counts_for_nothing(body: Any) -> None:
    with pytest.raises(BackendAnswerInvalid):
        members_of(body)
