"""Filling in NetBox's forms as a person does."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.integration.netbox import NetBox

__all__ = ('card', 'choose', 'choose_way', 'content_of', 'fill', 'follow', 'press', 'searched_for', 'wait_for_end')


def content_of(page: Page) -> Locator:
    """The page without NetBox's menu and search."""
    return page.locator('#page-content')


def press(page: Page, name: str) -> None:
    """Press the page's own button, or a link that looks like one; a table further down may have some of that name."""
    content = content_of(page)
    button = content.get_by_role('button', name=name, exact=True)
    button.or_(content.get_by_role('link', name=name, exact=True)).first.click()


def follow(page: Page, name: str) -> None:
    """Go to the page of the object with this name. A list has buttons of the same names, so it must be gone."""
    content_of(page).get_by_role('link', name=name, exact=True).click()
    expect(page.locator('.page-title')).to_contain_text(name)


def fill(page: Page, label: str, value: str) -> None:
    """Write into the field with this label."""
    content_of(page).get_by_label(label, exact=True).fill(value)


def choose(page: Page, field: str, option: str) -> None:
    """Search for an object in the field with this name, and take it.

    The picker searches 300 ms after the last key, opens itself then, and takes the focus from wherever it is. So the
    object is taken when the search is answered, as a person would: what is entered next would be lost else.
    """
    select = page.locator(f'select[name={field}] + .ts-wrapper')
    select.click()
    select.get_by_role('combobox').or_(page.locator('.ts-dropdown-content:visible')).first.wait_for()
    with page.expect_response(lambda answer: searched_for(answer.url) == option):
        page.keyboard.type(option)
    expect(select).not_to_have_class(re.compile(r'\bloading\b'))
    page.get_by_role('option', name=option).first.click()


def choose_way(page: Page, way: str) -> None:
    """Choose what an endpoint is read through: the name of a backend, or "Directly" and more."""
    content_of(page).get_by_label('Read through').select_option(label=way)


def searched_for(url: str) -> str | None:
    """What a picker asks NetBox's API for, or None."""
    return next(iter(parse_qs(urlsplit(url).query).get('q', ())), None)


def wait_for_end(page: Page, netbox: NetBox) -> None:
    """Wait until the run has ended whose page this is. A whole sync takes longer than a page may."""
    page.wait_for_url('**/sync-runs/*/')
    netbox.ended(int(page.url.rstrip('/').rpartition('/')[2]))


def card(page: Page, title: str) -> Locator:
    """The first card whose title begins so."""
    return content_of(page).locator('.card').filter(has=page.locator('.card-header', has_text=title)).first
