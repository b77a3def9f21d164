"""A node leaves Proxmox VE for a while, a sync deletes it, and somebody brings it back with its tag."""

import re

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card, content_of, press, wait_for_end
from .soundness import check_page

NODES = '/api/plugins/proxbox/nodes/'


def test_a_deleted_node_comes_back(page: Page, netbox: NetBox, endpoints: Endpoints, control: Control) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    node = netbox.rows(endpoint).nodes['pve2']
    netbox.patch(f'{NODES}{node["id"]}/', comments='Bought in 2024')
    control.remove_node('lab', 'pve2')
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/')
    press(page, 'Sync now')
    wait_for_end(page, netbox)
    expect(card(page, 'Changes')).to_contain_text('Deleted')

    press(page, 'Restore…')
    expect(page.locator('.page-title')).to_contain_text('Restore what Sync run')
    expect(content_of(page).get_by_role('row', name='pve2')).to_contain_text('Comments')
    check_page(page)
    press(page, 'Restore')

    expect(page).to_have_url(re.compile(rf'/nodes/{node["id"]}/$'))
    expect(card(page, 'Missing in Proxmox VE')).to_contain_text('Somebody decided to keep it')
    expect(card(page, 'Comments')).to_contain_text('Bought in 2024')
    assert netbox.sync(endpoint).status == 'succeeded'
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2', 'pve3'}
