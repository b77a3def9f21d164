"""The record of an endpoint in proxbox-api is deleted, switched off or given to another behind NetBox's back."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from devstack.ports import HOST
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estates import find_estate

from .effects import sync_without_effect
from .netbox import PLUGIN, NetBox
from .services import Services

pytestmark = pytest.mark.integration

RECORDS = '/proxmox/endpoints'
type Ask = Callable[..., Any]


@pytest.fixture
def ask(proxbox_api: ProxboxApiServer) -> Ask:
    """Asks proxbox-api itself."""

    def ask(method: str, path: str, **content: Any) -> Any:
        headers = {'X-Proxbox-API-Key': proxbox_api.api_key}
        answer = requests.request(method, f'{proxbox_api.url}{path}', headers=headers, json=content or None, timeout=30)
        answer.raise_for_status()
        return answer.json()

    return ask


def test_its_id_is_given_to_another_endpoint(netbox: NetBox, services: Services, synced_lab: int, ask: Ask) -> None:
    record = record_of(netbox, synced_lab, ask)
    ask('DELETE', f'{RECORDS}/{record["id"]}')
    access, port = find_estate('solo').access, services.simulator.ports['solo']
    other = {'name': f'another than {record["name"]}', 'ip_address': HOST, 'port': port, 'verify_ssl': False}
    squatter = ask('POST', RECORDS, username=access.username, password=access.password, **other)
    assert squatter['id'] == record['id']
    run = sync_without_effect(netbox, synced_lab)
    assert run.outcome == ('failed', 'registration-stale')
    assert 'means another endpoint there by now' in run.cause
    assert 'the next sync registers it again' in run.cure
    assert netbox.sync(synced_lab).outcome == ('succeeded', '')
    assert set(netbox.rows(synced_lab).nodes) == {'pve1', 'pve2', 'pve3'}
    assert record_of(netbox, synced_lab, ask)['id'] != squatter['id']


def test_it_is_deleted(netbox: NetBox, synced_lab: int, ask: Ask) -> None:
    ask('DELETE', f'{RECORDS}/{record_of(netbox, synced_lab, ask)["id"]}')
    assert sync_without_effect(netbox, synced_lab).outcome == ('failed', 'registration-stale')
    assert netbox.sync(synced_lab).outcome == ('succeeded', '')


def test_it_is_switched_off(netbox: NetBox, synced_lab: int, ask: Ask) -> None:
    ask('PUT', f'{RECORDS}/{record_of(netbox, synced_lab, ask)["id"]}', enabled=False)
    run = sync_without_effect(netbox, synced_lab)
    assert run.outcome == ('failed', 'registration-stale')
    assert 'unknown or disabled there' in run.cause
    assert netbox.sync(synced_lab).outcome == ('succeeded', '')


def test_a_renamed_endpoint_keeps_its_record(netbox: NetBox, synced_lab: int, ask: Ask) -> None:
    record = record_of(netbox, synced_lab, ask)
    netbox.patch(f'{PLUGIN}/endpoints/{synced_lab}/', name=f'{record["name"]}, renamed')
    assert netbox.sync(synced_lab).outcome == ('succeeded', '')
    assert record_of(netbox, synced_lab, ask)['id'] == record['id']


def record_of(netbox: NetBox, endpoint: int, ask: Ask) -> dict[str, Any]:
    """What proxbox-api holds of an endpoint; the newest records are in the last page of its list."""
    name = netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name']
    (record,) = (record for record in ask('GET', f'{RECORDS}?limit=100') if record['name'] == name)
    return dict(record)
