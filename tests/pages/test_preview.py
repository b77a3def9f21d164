"""A node leaves: a person looks at what a sync would change, applies it, and brings the node back."""

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .forms import card, content_of, press, wait_for_end
from .soundness import check_page


def test_what_was_shown_is_applied_and_taken_back(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    control.remove_node('lab', 'pve3')
    preview(page, netbox, endpoint)
    expect(card(page, 'Plan').get_by_role('row', name='pve3')).to_contain_text('Delete')
    check_page(page)
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2', 'pve3'}

    press(page, 'Apply')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2'}

    press(page, 'Restore…')
    expect(content_of(page).get_by_role('row', name='pve3')).to_contain_text('The row under its old ID')
    check_page(page)
    press(page, 'Restore')
    expect(page.get_by_text('Restored: pve3.')).to_be_visible()
    assert netbox.rows(endpoint).nodes['pve3']['missing_because']['value'] == 'kept'
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    assert 'pve3' in netbox.rows(endpoint).nodes


def test_what_was_not_shown_is_refused_and_shown(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    preview(page, netbox, endpoint)
    expect(content_of(page)).to_contain_text('A sync would change nothing')
    control.remove_node('lab', 'pve3')
    preview(page, netbox, endpoint)
    control.add_node('lab', 'pve4', '10.10.0.14')

    press(page, 'Apply')
    wait_for_end(page, netbox)

    expect(page.locator('#run-badge')).to_have_text('Refused')
    expect(content_of(page)).to_contain_text('pve4 is created')
    expect(card(page, 'Plan').get_by_role('row', name='pve4')).to_contain_text('Create')
    check_page(page)
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2', 'pve3'}


def preview(page: Page, netbox: NetBox, endpoint: int) -> None:
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/')
    press(page, 'Preview')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')
