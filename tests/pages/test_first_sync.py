"""From nothing to a synced cluster, through pages alone: add a backend and an endpoint, test them, sync, and read."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from devstack.ports import HOST
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estate_state import NodeState
from devstack.proxmox_ve.estates import find_estate
from tests.integration.netbox import PLUGIN, NetBox

from .forms import card, choose_way, content_of, fill, press, wait_for_end

_numbers = count(1)
GIB, STAGES = 2**30, 5


@pytest.fixture
def typed(netbox: NetBox) -> Iterator[dict[str, str]]:
    """A name for a backend and one for an endpoint; what a test adds under them is removed."""
    number = next(_numbers)
    names = {'endpoints': f'typed endpoint {number}', 'backends': f'typed backend {number}'}
    yield names
    for kind, name in names.items():
        for row in netbox.find(f'{PLUGIN}/{kind}/', name=name):
            netbox.delete(f'{PLUGIN}/{kind}/{row["id"]}/')


def test_a_cluster_is_added_tested_synced_and_read(
    page: Page, netbox: NetBox, typed: dict[str, str], proxbox_api: ProxboxApiServer, control: Control
) -> None:
    control.stop_clock('lab')
    add_backend(page, typed['backends'], proxbox_api)
    add_endpoint(page, typed, control.state('lab').ports['lab'])

    expect(card(page, 'Sync')).to_contain_text('Every 10 minutes')
    expect(content_of(page).locator('.badge', has_text='Undefined')).to_be_visible()
    press(page, 'Sync now')
    watch_run(page, netbox)
    content_of(page).get_by_role('link', name=typed['endpoints']).first.click()
    read_tab(page, control)


def add_backend(page: Page, name: str, server: ProxboxApiServer) -> None:
    page.goto('/plugins/proxbox/endpoints/proxbox-api/add/')
    fill(page, 'Name', name)
    fill(page, 'URL', server.url)
    fill(page, 'API key', 'w' * 32)
    press(page, 'Test connection')
    expect(page.locator('#connection-test')).to_contain_text('The connection does not work')
    fill(page, 'API key', server.api_key)
    press(page, 'Test connection')
    expect(page.locator('#connection-test')).to_contain_text('The connection works')
    press(page, 'Create')
    expect(page.locator('.page-title')).to_contain_text(name)


def add_endpoint(page: Page, typed: dict[str, str], port: int) -> None:
    access = find_estate('lab').access
    page.goto('/plugins/proxbox/endpoints/proxmox/')
    press(page, 'Add')
    fill(page, 'Name', typed['endpoints'])
    choose_way(page, typed['backends'])
    fill(page, 'IP address', HOST)
    fill(page, 'Port', '0')
    fill(page, 'User name', access.username)
    fill(page, 'Token name', access.token_name)
    fill(page, 'Token value', access.token_value)
    content_of(page).get_by_label('Verify TLS').uncheck()
    fill(page, 'Interval: every', '10')
    press(page, 'Test connection')
    expect(page.locator('#connection-test')).to_contain_text('Not tested: correct this first')
    fill(page, 'Port', str(port))
    press(page, 'Test connection')
    expect(page.locator('#connection-test')).to_contain_text('The connection works')
    press(page, 'Create')
    expect(page.locator('.page-title')).to_contain_text(typed['endpoints'])


def watch_run(page: Page, netbox: NetBox) -> None:
    """The page of the run follows it, without being loaded again."""
    expect(page.locator('#run-state')).to_be_visible()
    page.evaluate('window.isTheSamePage = true')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')
    expect(card(page, 'Stages').locator('.badge', has_text='Done')).to_have_count(STAGES)
    expect(card(page, 'Changes')).to_contain_text('lab-cluster')
    assert page.evaluate('window.isTheSamePage')


def read_tab(page: Page, control: Control) -> None:
    """The values are those of the simulation, whose clock stands still."""
    content_of(page).get_by_role('link', name='Cluster & Nodes').click()
    summary = card(page, 'Summary')
    for words in ('lab-cluster', 'Cluster', 'Quorate', '5', '3'):
        expect(summary.get_by_text(words, exact=True).first).to_be_visible()
    for node in control.state('lab').nodes:
        row = content_of(page).get_by_role('row', name=node.name)
        for words in ('Online', node.ip_address, *metrics(node)):
            expect(row).to_contain_text(words)


def metrics(node: NodeState) -> tuple[str, ...]:
    assert node.cpu is not None
    assert node.memory_used is not None
    return f'{node.cpu * 100:.1f} %', f'{node.memory_used / GIB:.1f} / {node.memory / GIB:.1f} GB'
