"""The three common ways of links: everything is documented, nothing is, or some of it and some of that twice."""

from collections.abc import Iterator
from typing import Self

import pytest
from playwright.sync_api import Page, expect

from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox
from tests.integration.netbox_objects import AddedObjects

from .forms import card, choose, content_of, press, wait_for_end
from .soundness import check_page

PAGES = '/plugins/proxbox/endpoints/proxmox'


class Rack(AddedObjects):
    """What a device is made of. All devices go first, those too that a sync has created with it."""

    def __enter__(self) -> Self:
        self.site = self.add('dcim/sites', name='Rotterdam', slug='rtm')
        maker = self.add('dcim/manufacturers', name='Lenovo', slug='lenovo')
        self.kind = self.add('dcim/device-types', manufacturer=maker, model='SR650', slug='sr650')
        self.role = self.add('dcim/device-roles', name='Virtualization host', slug='virtualization-host')
        return self

    def __exit__(self, *error: object) -> None:
        for device in self.netbox.find('/api/dcim/devices/', site_id=self.site):
            self.netbox.delete(f'/api/dcim/devices/{device["id"]}/')
        super().__exit__(*error)

    def add_devices(self, *names: str) -> None:
        of_all = {'site': self.site, 'role': self.role, 'device_type': self.kind}
        for name in names:
            self.netbox.post('/api/dcim/devices/', {'name': name, **of_all})


@pytest.fixture
def rack(netbox: NetBox) -> Iterator[Rack]:
    with Rack(netbox) as rack:
        yield rack


def test_all_of_it_is_documented(page: Page, netbox: NetBox, rack: Rack, endpoints: Endpoints) -> None:
    rack.add_devices('pve1', 'PVE2', 'pve3.example.com')
    endpoint = endpoints.add('lab', None)

    page.goto(f'{PAGES}/{endpoint}/')
    press(page, 'Sync now')
    wait_for_end(page, netbox)

    nodes = netbox.rows(endpoint).nodes
    assert {name: node['link_origin']['value'] for name, node in nodes.items()} == {
        'pve1': 'rule:name',
        'pve2': 'rule:short-name',
        'pve3': 'rule:short-name',
    }
    page.goto(f'/plugins/proxbox/nodes/{nodes["pve2"]["id"]}/')
    expect(content_of(page)).to_contain_text('By rule: name without domain')
    content_of(page).get_by_role('link', name='PVE2').first.click()
    expect(card(page, 'Proxmox Node')).to_contain_text('Online')


def test_some_of_it_is_and_the_rest_is_created(page: Page, netbox: NetBox, rack: Rack, endpoints: Endpoints) -> None:
    rack.add_devices('pve1', 'PVE2', 'pve2.example.com')
    endpoint = endpoints.add('lab', None)
    page.goto(f'{PAGES}/{endpoint}/edit/')
    expect(page.locator('#create-missing')).to_be_hidden()
    content_of(page).get_by_label('Link nodes to devices').select_option('create')
    expect(page.locator('#create-missing')).to_be_visible()
    choose(page, 'create_site', 'Rotterdam')
    choose(page, 'create_role', 'Virtualization host')
    choose(page, 'create_device_type', 'SR650')
    check_page(page)
    press(page, 'Save')
    expect(card(page, 'Created Where Nothing Is Found')).to_contain_text('admin')

    press(page, 'Preview')
    wait_for_end(page, netbox)
    plan = card(page, 'Plan')
    expect(plan.get_by_role('row', name='Create Device pve3')).to_contain_text('Rotterdam')
    check_page(page)
    press(page, 'Apply')
    wait_for_end(page, netbox)
    expect(page.locator('#run-badge')).to_have_text('Succeeded')

    nodes = netbox.rows(endpoint).nodes
    page.goto(f'/plugins/proxbox/nodes/{nodes["pve2"]["id"]}/')
    question = card(page, 'Link?')
    expect(question).to_contain_text('A rule finds 2 for it')
    check_page(page)
    question.get_by_role('button', name='Link to PVE2', exact=True).click()
    expect(page.get_by_text('pve2 was linked.')).to_be_visible()
    page.goto(f'/dcim/devices/{nodes["pve3"]["netbox_device"]["id"]}/')
    expect(page.get_by_role('link', name='Proxmox', exact=True)).to_have_attribute(
        'href', f'/plugins/proxbox/nodes/{nodes["pve3"]["id"]}/'
    )
    origins = {name: node['link_origin'] for name, node in netbox.rows(endpoint).nodes.items()}
    assert {name: origin['value'] for name, origin in origins.items()} == {
        'pve1': 'rule:name',
        'pve2': 'person',
        'pve3': 'created',
    }
