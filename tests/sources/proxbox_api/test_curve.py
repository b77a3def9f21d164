"""CPU and memory of a node in the past, as proxbox-api passes them on."""

import pytest

from netbox_proxbox.errors import BackendAnswerInvalid, BackendKeyRefused, EndpointError
from netbox_proxbox.sources.curves import Curve
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import EndpointRef
from tests.sources.proxmox_ve.captured import captured_data

from .scripted_backend import Reply, ScriptedBackend, captured_reply

LAB = EndpointRef(name='lab', record_id=1)
FAILED = {'message': 'Generated Proxmox proxy request failed.', 'detail': 'x', 'python_exception': 'RRD error: no file'}


def curve(reply: Reply) -> tuple[Curve, ScriptedBackend]:
    with ScriptedBackend(lambda received: reply) as backend, ProxboxApi(backend.connection(), attempts=1) as api:
        return ProxboxApiSource(api, LAB).curve('pve 1', 'week'), backend


def test_it_is_one_question() -> None:
    found, backend = curve(Reply(body=captured_data('node-rrddata-9')))
    assert [sample.cpu for sample in found] == [0.31, None]
    assert backend.lines == ['GET /proxmox/api2/latest/nodes/pve%201/rrddata']
    assert backend.received[0].query == {'target_name': 'lab', 'timeframe': 'week', 'cf': 'AVERAGE'}


@pytest.mark.parametrize('reply', [Reply(404, {'detail': 'Not Found'}), Reply(422, {'detail': 'No such'})])
def test_a_version_that_passes_none_on_is_told_with_what_would_be_needed(reply: Reply) -> None:
    with pytest.raises(BackendAnswerInvalid, match=r'is needed, such as 0\.0\.30'):
        curve(reply)


def test_other_faults_are_told_as_they_are() -> None:
    with pytest.raises(BackendAnswerInvalid, match='a list of measurements'):
        curve(Reply(body={'data': []}))
    with pytest.raises(EndpointError, match='RRD error: no file'):
        curve(Reply(400, FAILED))
    with pytest.raises(BackendKeyRefused):
        curve(captured_reply('wrong_key_1'))
