"""Somebody who may only look is offered nothing that is then refused."""

import re

import pytest
from playwright.sync_api import expect

from .every_page import NAMES, address_of
from .forms import content_of
from .scene import Scene
from .watched_page import Visitor

# Pages that are for changing something.
CHANGING = ('_add', '_edit', '_delete', '_bulk_import')
SEEN = [name for name in NAMES if not name.endswith(CHANGING)]
BUTTONS_THAT_CHANGE = re.compile('Sync|Test connection|Add|Edit|Delete|Import|Rename|Link|Enable the entries')


@pytest.mark.parametrize('name', SEEN)
def test_a_page_offers_no_change(name: str, viewer: Visitor, scene: Scene) -> None:
    with viewer.opened('dark') as page:
        page.goto(address_of(name, scene.rows))
        content = content_of(page)
        expect(content.get_by_role('button', name=BUTTONS_THAT_CHANGE)).to_have_count(0)
        expect(content.locator('a.btn[href]').filter(has_text=BUTTONS_THAT_CHANGE)).to_have_count(0)


@pytest.mark.parametrize('name', ['proxmoxendpoint_nodes', 'syncrun', 'proxmoxcluster', 'health', 'schedules'])
def test_every_link_of_a_page_leads_somewhere(name: str, viewer: Visitor, scene: Scene) -> None:
    with viewer.opened() as page:
        page.goto(address_of(name, scene.rows))
        # Saved layouts of tables are NetBox's own: it offers them to everybody.
        links = content_of(page).locator('a[href^="/"]:not([href^="/extras/table-configs/"])')
        for address in set(links.evaluate_all('links => links.map(link => link.getAttribute("href"))')):
            answer = page.request.get(address)
            assert answer.status == 200, address
