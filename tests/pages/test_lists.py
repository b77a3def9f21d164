"""What is done to many rows at once, from their lists."""

from playwright.sync_api import Page, expect

from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox
from tests.integration.netbox_objects import AddedObjects

from .forms import content_of, press
from .scene import Scene


def test_the_endpoints_that_are_ticked_are_synced(
    page: Page, netbox: NetBox, backend: int, endpoints: Endpoints
) -> None:
    added = [endpoints.add('lab', backend), endpoints.add('solo', backend)]
    page.goto('/plugins/proxbox/endpoints/proxmox/')
    for endpoint in added:
        page.locator(f'input[name=pk][value="{endpoint}"]').check()
    press(page, 'Sync Selected')

    expect(page.locator('.toast')).to_contain_text('2 endpoints are being synced.')
    for endpoint in added:
        (run,) = netbox.runs(endpoint)
        assert netbox.ended(run.id).status == 'succeeded'


def test_nodes_are_linked_by_name(page: Page, scene: Scene, netbox: NetBox) -> None:
    like = netbox.attempt('GET', f'/api/dcim/devices/{scene.device}/').json()
    kind = {name: like[name]['id'] for name in ('site', 'device_type', 'role')}
    with AddedObjects(netbox) as own:
        own.add('dcim/devices', name='ams1-hv-02', **kind)
        page.goto(f'/plugins/proxbox/nodes/?endpoint_id={scene.endpoint}')
        page.locator('input.toggle').check()
        press(page, 'Link by name')

        expect(page.locator('.toast').first).to_contain_text('1 link was made.')
        row = content_of(page).get_by_role('row', name='ams1-hv-02')
        expect(row.get_by_role('link', name='ams1-hv-02')).to_have_count(2)
