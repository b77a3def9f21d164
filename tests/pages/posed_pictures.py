"""Pictures for which somebody has to do something first."""

from playwright.sync_api import expect

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate
from tests.integration.netbox import NetBox
from tests.integration.waiting import wait_for

from .dashboard import add_widget, widget_on
from .forms import card, content_of, fill, press
from .pictures import ENDPOINTS, take
from .watched_page import Visitor

__all__ = ('take_dashboard', 'take_missing_nodes', 'take_running_run', 'take_tested_form')

SLOWLY = 8.0


def take_dashboard(visitor: Visitor) -> None:
    """NetBox's first page with the widget."""
    with visitor.opened() as page:
        add_widget(page)
        page.reload(wait_until='networkidle')  # without the word that the widget was added
        take(page, 'dashboard', widget_on(page))


def take_tested_form(visitor: Visitor, endpoint: int) -> None:
    """The form of an endpoint whose certificate is not trusted any more, and then by its fingerprint."""
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/{endpoint}/edit/')
        fill(page, 'CA certificate', '')
        fill(page, 'Token value', find_estate('lab').access.token_value)
        take(page, 'form', page.locator('#id_tls_fingerprint'))
        press(page, 'Test connection')
        result = page.locator('#connection-test')
        expect(result).to_contain_text('The connection does not work')
        take(page, 'form-with-test', result)
        press(page, 'Trust this certificate')
        press(page, 'Test connection')
        expect(result).to_contain_text('Trusted by its fingerprint.')
        take(page, 'form-with-pin', result)


def take_missing_nodes(visitor: Visitor, netbox: NetBox, endpoint: int, control: Control) -> None:
    """The page of an endpoint of which most nodes left at once."""
    for node in ('pve2', 'pve3'):
        control.remove_node('lab', node)
    wait_for(lambda: netbox.sync(endpoint).status == 'held')
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/{endpoint}/', wait_until='networkidle')
        take(page, 'missing-nodes', card(page, 'Missing Nodes'))
    control.reset('lab')


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
