"""A person asks to be notified of a node, and is when it goes offline; the timeline of the node tells it, too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from devstack.proxmox_ve.control import Control
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox
from tests.integration.waiting import wait_for

from .accessibility import ours, violations
from .forms import card, follow, press
from .soundness import check_page

RULES, GROUPS = '/api/extras/event-rules/', '/api/extras/notification-groups/'
NOTIFICATIONS = '/api/extras/notifications/'


@pytest.fixture
def _tidy(netbox: NetBox) -> Iterator[None]:
    """Nobody is notified after the test."""
    yield
    for path in (RULES, GROUPS, NOTIFICATIONS):
        for found in netbox.find(path):
            netbox.delete(f'{path}{found["id"]}/')


@pytest.mark.usefixtures('_tidy')
def test_a_person_is_notified_and_sees_what_happened(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    page.goto(f'/plugins/proxbox/nodes/?endpoint_id={endpoint}')
    follow(page, 'pve2')
    node = page.url
    press(page, 'Notify me')
    expect(page.get_by_text('You will be notified of what happens to pve2')).to_be_visible()

    control.set_online('lab', 'pve2', False)
    netbox.sync(endpoint)
    wait_for(lambda: bool(netbox.find(NOTIFICATIONS)))
    page.goto(node)
    page.get_by_role('button', name='Notifications').click()
    notifications = page.locator('.notifications.show')
    expect(notifications).to_contain_text('Proxmox node offline')
    expect(notifications.get_by_role('link', name='pve2')).to_have_count(1)
    page.keyboard.press('Escape')

    lately = card(page, 'What Happened Lately')
    lately.scroll_into_view_if_needed()
    expect(lately).to_contain_text('pve2: Went offline')
    links = lately.get_by_role('button', name='Links')
    links.click()
    expect(lately).not_to_contain_text('Went offline')
    expect(links).to_be_focused()
    check_page(page)
    assert ours(page, violations(page)) == []
