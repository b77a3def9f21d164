"""Pictures for which somebody has to do something first."""

from playwright.sync_api import expect

from devstack.launch import Launched
from devstack.ports import HOST
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate

from .dashboard import add_widget, widget_on
from .forms import choose_way, content_of, fill, press
from .pictures import ENDPOINTS, take
from .watched_page import Visitor

__all__ = ('take_dashboard', 'take_running_run', 'take_tested_form')

SLOWLY = 8.0


def take_dashboard(visitor: Visitor) -> None:
    """NetBox's first page with the widget."""
    with visitor.opened() as page:
        add_widget(page)
        page.reload(wait_until='networkidle')  # without the word that the widget was added
        take(page, 'dashboard', widget_on(page))


def take_tested_form(visitor: Visitor, launched: Launched) -> None:
    """The form of an endpoint, of which the connection was tested."""
    access = find_estate('lab').access
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/add/')
        fill(page, 'Name', 'lab-2')
        choose_way(page, 'proxbox-api')
        fill(page, 'IP address', HOST)
        fill(page, 'Port', str(launched.simulator.ports['lab']))
        fill(page, 'User name', access.username)
        fill(page, 'Token name', access.token_name)
        fill(page, 'Token value', access.token_value)
        content_of(page).get_by_label('Verify TLS').uncheck()
        press(page, 'Test connection')
        result = page.locator('#connection-test')
        expect(result.locator('.card')).to_be_visible()
        take(page, 'form-with-test', result)


def take_running_run(visitor: Visitor, endpoint: int, control: Control) -> None:
    """The page of a run while Proxmox VE takes its time."""
    control.slow('lab', SLOWLY)
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/{endpoint}/')
        press(page, 'Sync now')
        expect(page.locator('#run-badge')).to_have_text('Running')
        expect(content_of(page).locator('.badge', has_text='Running').nth(1)).to_be_visible()
        take(page, 'run-running')
    control.reset('lab')
