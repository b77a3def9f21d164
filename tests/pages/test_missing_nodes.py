"""Two of three nodes leave at once: the sync holds their deletion, and a person keeps one and has the other deleted."""

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card, content_of, press, wait_for_end
from .soundness import check_page

TITLE = 'Missing Nodes'


def test_one_is_kept_and_the_other_deleted(page: Page, netbox: NetBox, endpoints: Endpoints, control: Control) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    for node in ('pve2', 'pve3'):
        control.remove_node('lab', node)
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/')
    expect(card(page, TITLE)).to_have_count(0)
    press(page, 'Sync now')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Held')
    press(page, 'Show the missing nodes')
    expect(card(page, TITLE)).to_contain_text('more nodes were gone at once than the deletion limit allows')
    check_page(page)

    keep(page, 'pve2')
    confirm_the_other(page, netbox)

    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2'}


def keep(page: Page, node: str) -> None:
    content_of(page).get_by_label(f'Choose {node}').check()
    press(page, 'Keep')
    expect(page.locator('.page-title')).to_have_text('Keep 1 missing node?')
    expect(content_of(page).locator('li')).to_contain_text([node])
    check_page(page)
    press(page, 'Keep')
    expect(card(page, TITLE).get_by_role('row', name=node)).to_contain_text('Kept by a person')


def confirm_the_other(page: Page, netbox: NetBox) -> None:
    press(page, 'Confirm deletions')
    expect(page.locator('.page-title')).to_have_text('Delete 1 missing node?')
    expect(content_of(page).locator('li')).to_contain_text(['pve3'])
    press(page, 'Confirm deletion')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')
    expect(card(page, 'Changes')).to_contain_text('pve3')
