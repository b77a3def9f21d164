"""A host leaves its living cluster by hand: nothing is deleted, until a person believes what it says of itself."""

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card, content_of, press, wait_for_end
from .soundness import check_page

TITLE = 'What Was Read Is Not Believed'


def test_it_is_believed_by_a_person(page: Page, netbox: NetBox, endpoints: Endpoints, control: Control) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    control.leave_cluster('lab', 'pve1')
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/')
    expect(card(page, TITLE)).to_have_count(0)
    press(page, 'Sync now')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Held')
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2', 'pve3'}
    press(page, 'Show what is held')
    expect(card(page, TITLE)).to_contain_text('The endpoint answers as the standalone host "pve1"')
    check_page(page)

    believe(page, netbox)

    rows = netbox.rows(endpoint)
    assert (rows.clusters, set(rows.nodes)) == ([], {'pve1'})


def believe(page: Page, netbox: NetBox) -> None:
    press(page, 'Believe it…')
    expect(page.locator('.page-title')).to_have_text('Believe what was read?')
    expect(content_of(page).locator('li')).to_contain_text(['cluster lab-cluster', 'node pve2', 'node pve3'])
    check_page(page)
    press(page, 'Believe it')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')
    expect(card(page, 'Changes')).to_contain_text('lab-cluster')
