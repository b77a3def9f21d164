"""Taking a record away from proxbox-api: ours, and nobody else's."""

import pytest

from netbox_proxbox.errors import BackendUnavailable
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef

from .endpoint_records import EndpointRecords
from .scripted_backend import Reply, ScriptedBackend


def unregister(records: EndpointRecords, ref: EndpointRef) -> list[str]:
    """Unregister, and tell which requests that took."""
    with ScriptedBackend(records) as backend, ProxboxApi(backend.connection()) as api:
        api.unregister(ref)
        return backend.lines


def test_the_record_is_removed() -> None:
    records = EndpointRecords('other', 'lab')

    lines = unregister(records, EndpointRef(name='lab', record_id=2))

    assert [row['name'] for row in records.rows.values()] == ['other']
    assert lines == ['GET /proxmox/endpoints/2', 'DELETE /proxmox/endpoints/2']


def test_an_id_that_means_another_endpoint_by_now_is_left_alone() -> None:
    records = EndpointRecords('other')

    assert unregister(records, EndpointRef(name='lab', record_id=1)) == ['GET /proxmox/endpoints/1']
    assert records.id_of('other') == 1


def test_one_that_is_gone_already_is_fine() -> None:
    assert unregister(EndpointRecords(), EndpointRef(name='lab', record_id=1)) == ['GET /proxmox/endpoints/1']


def test_with_one_attempt_nothing_is_tried_again() -> None:
    with (
        ScriptedBackend(lambda _: Reply(503)) as backend,
        ProxboxApi(backend.connection(), attempts=1) as api,
        pytest.raises(BackendUnavailable),
    ):
        api.version()
    assert backend.lines == ['GET /version']
