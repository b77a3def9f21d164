"""One browser, one login for each of two people, and a page for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from devstack.chromium import arguments, find_or_install_chromium
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox
from tests.integration.services import Services

from .people import VIEWER, VIEWERS_PASSWORD, added_viewer
from .scene import Scene, made_scene
from .watched_page import PATIENCE, Visitor


# Playwright's event loop is seen by Django as long as it runs, so it ends with the last test of these.
@pytest.fixture(scope='package')
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=find_or_install_chromium(), args=arguments())


@pytest.fixture(scope='package')
def scene(services: Services, netbox: NetBox, backend: int) -> Iterator[Scene]:
    endpoints = Endpoints(netbox, services.simulator)
    try:
        with made_scene(netbox, endpoints, backend) as scene:
            yield scene
    finally:
        endpoints.remove_all()


@pytest.fixture(scope='package')
def administrator(browser: Browser, services: Services) -> Visitor:
    """Somebody who may do everything."""
    password = services.stack.foundations.credentials.admin_password
    return Visitor(browser, services.netbox.url, 'admin', password)


@pytest.fixture(scope='package')
def viewer(browser: Browser, netbox: NetBox) -> Iterator[Visitor]:
    """Somebody who may only look."""
    with added_viewer(netbox):
        yield Visitor(browser, netbox.url, VIEWER, VIEWERS_PASSWORD)


@pytest.fixture
def page(administrator: Visitor) -> Iterator[Page]:
    """A page of the administrator's."""
    with administrator.opened() as page:
        yield page


@pytest.fixture
def dark_page(administrator: Visitor) -> Iterator[Page]:
    """A page of the administrator's, in the dark theme."""
    with administrator.opened('dark') as page:
        yield page
