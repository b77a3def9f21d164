"""The record that proxbox-api keeps of a deleted endpoint goes, if somebody asks for it."""

import pytest

from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import NetBox
from .waiting import wait_for

pytestmark = pytest.mark.integration


def test_the_worker_removes_the_record_after_the_deletion(
    netbox: NetBox, endpoints: Endpoints, instant: InstantBackend, instant_endpoint: int
) -> None:
    backend = netbox.get(f'/api/plugins/proxbox/endpoints/{instant_endpoint}/')['backend']['id']
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')

    endpoints.remove(instant_endpoint, remove_record='true')

    journal = {'assigned_object_type': 'netbox_proxbox.proxboxbackend', 'assigned_object_id': backend}
    wait_for(lambda: bool(netbox.find('/api/extras/journal-entries/', **journal)))
    assert instant.lines[-1] == 'DELETE /proxmox/endpoints/1'
