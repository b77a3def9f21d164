"""A page in the browser of one user, of which everything that goes wrong is remembered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, StorageState

__all__ = ('HEIGHT', 'PATIENCE', 'Theme', 'Visitor', 'watched_page')

type Theme = Literal['light', 'dark']
# Milliseconds that a loaded machine is given; a quick one never waits.
PATIENCE = 30_000.0
HEIGHT = 800
# What the browser itself gives up when it leaves a page.
GIVEN_UP = 'net::ERR_ABORTED'


class Visitor:
    """Somebody who is logged in, through NetBox's own form, and may open pages in either theme and any width."""

    def __init__(self, browser: Browser, url: str, username: str, password: str) -> None:
        self._browser = browser
        self._url = url
        self._login: StorageState | None = None
        with self.opened() as page:
            page.goto('/login/')
            page.get_by_label('Username').fill(username)
            page.get_by_label('Password').fill(password)
            page.get_by_role('button', name='Sign In').click()
            page.wait_for_url(f'{url}/')
            # Not the theme, which the page keeps beside the login.
            self._login = {'cookies': page.context.storage_state()['cookies'], 'origins': []}

    @contextmanager
    def opened(self, theme: Theme = 'light', width: int = 1280, scale: float = 1) -> Iterator[Page]:
        """A page in a window of its own."""
        with self.window(theme, width, scale) as window, watched_page(window) as page:
            yield page

    @contextmanager
    def window(self, theme: Theme = 'light', width: int = 1280, scale: float = 1) -> Iterator[BrowserContext]:
        """A window, which keeps what its pages have loaded, such as NetBox's scripts."""
        window = self._browser.new_context(
            base_url=self._url,
            storage_state=self._login,
            color_scheme=theme,
            viewport={'width': width, 'height': HEIGHT},
            device_scale_factor=scale,
            reduced_motion='reduce',
        )
        window.set_default_timeout(PATIENCE)
        try:
            yield window
        finally:
            window.close()


@contextmanager
def watched_page(window: BrowserContext) -> Iterator[Page]:
    """A new page of a window. In the end it fails if its console, or a request of it, told of an error."""
    page = window.new_page()
    faults: list[str] = []
    _watch(page, faults)
    try:
        yield page
    finally:
        page.close()
    assert not faults, '\n'.join(faults)


def _watch(page: Page, faults: list[str]) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == 'error':
            faults.append(f'console: {message.text}')

    def failed(request: Request) -> None:
        if request.failure != GIVEN_UP:
            faults.append(f'{request.method} {request.url}: {request.failure}')

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f'{response.request.method} {response.url}: {response.status}')

    page.on('console', console)
    page.on('pageerror', lambda error: faults.append(f'script: {error}'))
    page.on('requestfailed', failed)
    page.on('response', answered)
