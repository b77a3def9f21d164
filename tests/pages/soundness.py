"""Whether a page that is open is accessible, and no wider than a window or a phone."""

from playwright.sync_api import Page

from .accessibility import ours, violations
from .watched_page import HEIGHT

__all__ = ('LAPTOP', 'PHONE', 'check_page', 'is_too_wide')

PHONE, LAPTOP = 390, 1280


def check_page(page: Page) -> None:
    """Fail for what axe finds, and for a page that can be moved sideways."""
    assert ours(page, violations(page)) == []
    for width in (PHONE, LAPTOP):
        page.set_viewport_size({'width': width, 'height': HEIGHT})
        assert not is_too_wide(page)


def is_too_wide(page: Page) -> bool:
    """Whether the page as a whole can be moved sideways."""
    return bool(page.evaluate('document.documentElement.scrollWidth > window.innerWidth'))
