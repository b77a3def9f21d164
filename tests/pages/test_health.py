"""What is broken shows on the health page with cause and cure, leads to where it is mended, and then goes away."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.integration.endpoints import Endpoints
from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import PLUGIN, NetBox

from .forms import card, content_of, fill, follow, press

HEALTH = '/plugins/proxbox/health/'
ALIEN_KEY = 'f' * 32


def test_a_refused_key_shows_until_the_right_one_is_entered(
    page: Page, netbox: NetBox, endpoints: Endpoints, instant: InstantBackend
) -> None:
    backend = endpoints.add_backend('instant', instant.url, ALIEN_KEY)
    name = netbox.get(f'{PLUGIN}/backends/{backend}/')['name']
    assert netbox.sync(endpoints.add('lab', backend)).status == 'failed'

    page.goto(HEALTH)
    expect(content_of(page)).to_contain_text('Overall: Error')
    told = finding(page, 'Backends', name)
    expect(told.locator('.badge')).to_have_text('Error')
    expect(told).to_contain_text(re.compile('paused until somebody acts: .*API key.*What to do: ', re.DOTALL))

    card(page, 'Backends').get_by_role('link', name='All backends').click()
    follow(page, name)
    press(page, 'Edit')
    fill(page, 'API key', instant.api_key)
    press(page, 'Save')
    expect(page.locator('.toast').first).to_contain_text('Modified')

    page.goto(HEALTH)
    expect(told.locator('.badge')).to_have_text('OK')
    expect(told).not_to_contain_text('What to do')


def finding(page: Page, title: str, words: str) -> Locator:
    """The finding of a card that has these words."""
    return card(page, title).get_by_role('listitem').filter(has_text=words)
