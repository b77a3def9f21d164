"""A node that goes offline and comes back, seen on the tab, in the dark."""

import re

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card, content_of, press, wait_for_end


def test_a_node_is_seen_to_go_and_to_come_back(
    dark_page: Page, netbox: NetBox, backend: int, endpoints: Endpoints, control: Control
) -> None:
    page, endpoint = dark_page, endpoints.add('lab', backend)
    netbox.sync(endpoint)
    nodes = f'/plugins/proxbox/endpoints/proxmox/{endpoint}/nodes/'
    for is_online, word in ((False, 'Offline'), (True, 'Online')):
        control.set_online('lab', 'pve2', is_online)
        page.goto(nodes)
        press(page, 'Sync now')
        wait_for_end(page, netbox)
        expect(page.locator('#run-badge')).to_have_text('Succeeded')
        expect(card(page, 'Changes')).to_contain_text(re.compile('pve2.*online', re.DOTALL))
        page.goto(nodes)
        expect(content_of(page).get_by_role('row', name='pve2')).to_contain_text(word)
        expect(card(page, 'Summary')).to_contain_text('Quorate')
