"""The page of a node shows its CPU and memory of the past, in three time frames, or says why it cannot."""

from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox

from .accessibility import ours, violations
from .forms import card, follow
from .soundness import check_page


def test_a_curve_is_looked_at_and_its_host_goes_down(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    page.goto(f'/plugins/proxbox/nodes/?endpoint_id={endpoint}')
    follow(page, 'pve2')
    panel = card(page, 'CPU and Memory')
    panel.scroll_into_view_if_needed()
    cpu = panel.get_by_role('img', name='CPU: at least')
    expect(cpu).to_be_visible()
    expect(panel.get_by_role('img', name='Memory: at least')).to_be_visible()

    week = panel.get_by_role('button', name='Week')
    week.click()
    expect(week).to_have_attribute('aria-pressed', 'true')
    expect(week).to_be_focused()
    panel.get_by_text('The same as a table').click()
    expect(panel.get_by_role('row')).to_have_count(71)
    check_page(page)

    control.refuse('lab')
    panel.get_by_role('button', name='Day').click()
    expect(panel).to_contain_text('cannot be reached for endpoint')
    expect(panel).to_contain_text('What to do')
    assert ours(page, violations(page)) == []


def test_the_nodes_of_a_cluster_are_opened_one_by_one(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    page.goto(f'/plugins/proxbox/clusters/{netbox.rows(endpoint).clusters[0]["id"]}/')
    panel = card(page, 'CPU and Memory of Its Nodes')
    panel.scroll_into_view_if_needed()
    panel.locator('summary', has_text='pve3').click()

    expect(panel.get_by_role('img', name='CPU: at least')).to_be_visible()

    expect(panel.get_by_role('img')).to_have_count(2)
    assert control.state('lab').requests.get('GET /api2/json/nodes/pve1/rrddata') is None
    assert ours(page, violations(page)) == []
