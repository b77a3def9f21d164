"""The page of a node says how NetBox knows what it shows: the panel asks for that when it comes into view."""

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card
from .soundness import check_page

TITLE = 'How NetBox Knows This'


def test_a_value_leads_to_the_run_that_wrote_it(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    control.set_online('lab', 'pve2', False)
    run = netbox.sync(endpoint)
    page.goto('/plugins/proxbox/nodes/')
    page.get_by_role('link', name='pve2', exact=True).click()
    panel = card(page, TITLE)
    panel.scroll_into_view_if_needed()
    expect(panel).to_contain_text('Directly from Proxmox VE')
    check_page(page)

    online = panel.get_by_role('row', name='Online')
    expect(online).to_contain_text('No')
    online.get_by_role('link').click()

    expect(page.locator('.page-title')).to_contain_text(f'Sync run {run.id}')
