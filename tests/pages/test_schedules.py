"""A schedule is chosen, its next run is seen, it is found among the others, and it is taken away again."""

import re

from playwright.sync_api import Page, expect

from tests.integration.endpoints import Endpoints
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.services import Services
from tests.integration.waiting import wait_for

from .forms import card, fill, follow, press

# So long that the next sync is not due while the test looks at when that is.
EVERY = '9999'
SCHEDULES = '/plugins/proxbox/schedules/'


def test_a_schedule_is_changed_and_seen_to_hold(
    page: Page, services: Services, netbox: NetBox, backend: int, endpoints: Endpoints
) -> None:
    endpoint = endpoints.add('lab', backend)
    name = netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name']
    page.goto(f'/plugins/proxbox/endpoints/proxmox/{endpoint}/')
    expect(card(page, 'Sync')).to_contain_text('Not scheduled: edit the endpoint')

    press(page, 'Edit')
    fill(page, 'Interval: every', EVERY)
    press(page, 'Save')
    expect(card(page, 'Sync')).to_contain_text('The schedule is new')
    services.send('tick')
    wait_for(lambda: netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['next_sync_at'])
    page.reload()
    expect(card(page, 'Sync')).to_contain_text(re.compile(r'At (\d{4}-\d\d-\d\d )?\d\d:\d\d \(in \d+\s\w+\)'))

    page.goto(SCHEDULES)
    used = card(page, 'Schedules of endpoints').get_by_role('row', name=f'Every {EVERY} minutes')
    used.get_by_role('link', name='1', exact=True).click()
    follow(page, name)
    press(page, 'Edit')
    fill(page, 'Interval: every', '')
    press(page, 'Save')
    expect(card(page, 'Sync')).to_contain_text('Not scheduled')
    page.goto(SCHEDULES)
    expect(used).to_have_count(0)
