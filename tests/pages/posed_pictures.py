"""Pictures for which somebody has to do something first."""

from itertools import count

from playwright.sync_api import expect

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.waiting import wait_for

from .dashboard import add_widget, widget_on
from .forms import card, content_of, fill, press
from .pictures import ENDPOINTS, take
from .watched_page import Visitor

__all__ = (
    'take_creation',
    'take_dashboard',
    'take_held_reading',
    'take_missing_nodes',
    'take_preview_and_restore',
    'take_running_run',
    'take_tested_form',
    'take_told',
)

RUNS = '/plugins/proxbox/sync-runs'
NOTIFICATIONS = '/api/extras/notifications/'
SLOWLY = 8.0
# Higher than any that the estate comes to by itself in between.
VERSIONS = count(100, 100)


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
        take(page, 'form', page.locator('#id_name'))
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


def take_preview_and_restore(visitor: Visitor, netbox: NetBox, endpoint: int, control: Control) -> None:
    """The plan of a sync that deletes a node, and then the page that brings it back."""
    control.remove_node('lab', 'pve3')
    preview = netbox.preview(endpoint)
    with visitor.opened() as page:
        page.goto(f'{RUNS}/{preview.id}/', wait_until='networkidle')
        take(page, 'preview')
        applied = netbox.apply(preview)
        page.goto(f'{RUNS}/{applied.id}/restore/', wait_until='networkidle')
        take(page, 'restore')
    take_back(netbox, endpoint, control)


def take_creation(visitor: Visitor, netbox: NetBox, endpoint: int, device: int) -> None:
    """The plan of a sync that creates a device for a host, like one that is there. Nothing is applied."""
    like = netbox.get(f'/api/dcim/devices/{device}/')
    alike = {f'create_{name}': like[name]['id'] for name in ('site', 'role', 'device_type')}
    netbox.patch(f'{PLUGIN}/endpoints/{endpoint}/', link_nodes='create', **alike)
    preview = netbox.preview(endpoint)
    with visitor.opened() as page:
        page.goto(f'{RUNS}/{preview.id}/', wait_until='networkidle')
        take(page, 'creation', card(page, 'Plan'))
    netbox.patch(f'{PLUGIN}/endpoints/{endpoint}/', link_nodes='by-rule', **dict.fromkeys(alike))


def take_held_reading(visitor: Visitor, netbox: NetBox, endpoint: int, control: Control) -> None:
    """The page of an endpoint whose host has left its cluster by hand."""
    control.leave_cluster('lab', 'pve1')
    wait_for(lambda: netbox.sync(endpoint).status == 'held')
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/{endpoint}/', wait_until='networkidle')
        take(page, 'held-reading', card(page, 'What Was Read Is Not Believed'))
    take_back(netbox, endpoint, control)


def take_told(visitor: Visitor, netbox: NetBox, endpoint: int, control: Control) -> None:
    """A notification of a node that went offline, and what its page tells when it is back."""
    with visitor.opened() as page:
        page.goto(f'/plugins/proxbox/nodes/{netbox.rows(endpoint).nodes["pve2"]["id"]}/')
        press(page, 'Notify me')
        expect(page.get_by_text('You will be notified')).to_be_visible()
        control.set_online('lab', 'pve2', False)
        netbox.sync(endpoint)
        wait_for(lambda: bool(netbox.find(NOTIFICATIONS)))
        page.reload(wait_until='networkidle')
        page.get_by_role('button', name='Notifications').click()
        expect(page.locator('.notifications.show')).to_contain_text('Proxmox node offline')
        take(page, 'notified')
        control.set_online('lab', 'pve2', True)
        netbox.sync(endpoint)
        page.reload(wait_until='networkidle')
        lately = card(page, 'What Happened Lately')
        lately.scroll_into_view_if_needed()
        expect(lately).to_contain_text('Came online')
        take(page, 'timeline', lately)


def take_running_run(visitor: Visitor, netbox: NetBox, endpoint: int, control: Control) -> None:
    """The page of a run while Proxmox VE takes its time."""
    control.slow('lab', SLOWLY)
    with visitor.opened() as page:
        page.goto(f'{ENDPOINTS}/{endpoint}/')
        press(page, 'Sync now')
        expect(page.locator('#run-badge')).to_have_text('Running')
        expect(content_of(page).locator('.badge', has_text='Running').nth(1)).to_be_visible()
        take(page, 'run-running')
    take_back(netbox, endpoint, control)


def take_back(netbox: NetBox, endpoint: int, control: Control) -> None:
    """Let the estate be as it was, with a configuration that is newer than what it had meanwhile, and sync."""
    control.reset('lab')
    control.set_config_version('lab', next(VERSIONS))
    wait_for(lambda: netbox.sync(endpoint).status == 'succeeded')
