"""Both sides of a link, chosen in pickers, and what each side then shows."""

from playwright.sync_api import Page, expect

from tests.integration.netbox import PLUGIN, NetBox

from .forms import card, choose, content_of, press
from .scene import Scene


def test_a_cluster_is_linked_from_its_own_form(page: Page, scene: Scene, netbox: NetBox) -> None:
    netbox.patch(f'{PLUGIN}/clusters/{scene.cluster}/', netbox_cluster=None)

    page.goto(f'/plugins/proxbox/clusters/{scene.cluster}/edit/')
    choose(page, 'netbox_cluster', 'ams1-production')
    press(page, 'Save')

    content_of(page).get_by_role('link', name='ams1-production').first.click()
    panel = card(page, 'Proxmox Cluster')
    expect(panel).to_contain_text('Quorate')
    expect(panel).to_contain_text('4 / 5')


def test_a_node_is_linked_from_the_page_of_its_device(page: Page, scene: Scene, netbox: NetBox) -> None:
    netbox.patch(f'{PLUGIN}/nodes/{scene.node}/', netbox_device=None)

    page.goto(f'/dcim/devices/{scene.device}/')
    card(page, 'Proxmox Node').get_by_role('link', name='Link').click()
    choose(page, 'rows', 'ams1-hv-01')
    press(page, 'Save')

    panel = card(page, 'Proxmox Node')
    expect(panel).to_contain_text('Online')
    panel.get_by_role('link', name='ams1-hv-01').click()
    page.wait_for_url(f'**/plugins/proxbox/nodes/{scene.node}/')
    expect(card(page, 'Proxmox Node').get_by_role('link', name='ams1-hv-01')).to_be_visible()
