"""Every page of the plugin works without errors, is wide enough for what it shows, and is open to everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from .accessibility import NETBOXS_OWN, belonging_to, ours, violations
from .every_page import NAMES, address_of
from .scene import Scene
from .soundness import LAPTOP, PHONE, is_too_wide
from .watched_page import HEIGHT, Visitor, watched_page

# NetBox's table of the columns of an import is wider than a phone, also for its own models.
WIDER_THAN_A_PHONE = '_bulk_import'
CORE_PAGES = (
    '/dcim/sites/',
    '/dcim/sites/{0.site}/',
    '/dcim/sites/{0.site}/edit/',
    '/dcim/devices/{0.device}/delete/',
    '/extras/custom-fields/{0.custom_field}/edit/',
)


@pytest.fixture(scope='module')
def window(administrator: Visitor) -> Iterator[BrowserContext]:
    """One window for all pages, which loads NetBox's scripts once."""
    with administrator.window(width=LAPTOP) as window:
        yield window


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    with watched_page(window) as page:
        yield page


@pytest.mark.parametrize('name', NAMES)
def test_a_page_is_sound(name: str, page: Page, scene: Scene) -> None:
    show(page, address_of(name, scene.rows))
    assert ours(page, violations(page)) == []
    assert not is_too_wide(page)
    if not name.endswith(WIDER_THAN_A_PHONE):
        page.set_viewport_size({'width': PHONE, 'height': HEIGHT})
        assert not is_too_wide(page)


@pytest.mark.parametrize('address', ['/dcim/devices/{0.device}/', '/virtualization/clusters/{0.netbox_cluster}/'])
def test_a_page_of_netbox_stays_sound_with_a_part_of_ours(address: str, page: Page, scene: Scene) -> None:
    show(page, address.format(scene))
    assert ours(page, violations(page)) == []
    assert not is_too_wide(page)


def test_what_is_called_netboxs_own_is_on_netboxs_own_pages(page: Page, scene: Scene) -> None:
    missing = set(NETBOXS_OWN)
    for address in CORE_PAGES:
        show(page, address.format(scene))
        found = violations(page)
        missing -= {own for own in missing if belonging_to(own, page, found)}
    assert not missing


def show(page: Page, address: str) -> None:
    """Open a page, with what it loads afterwards."""
    answer = page.goto(address, wait_until='networkidle')
    assert answer is not None
    assert answer.ok
