"""What the accessibility checker axe says of a page, told apart by whose it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .watched_page import Theme

__all__ = ('NETBOXS_OWN', 'NetBoxsOwn', 'Violation', 'belonging_to', 'ours', 'violations')

RULES = ('wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa')
CONTRAST = 'color-contrast'
SET_THEME = 'theme => document.documentElement.setAttribute("data-bs-theme", theme)'
MATCHES = 'pairs => pairs.map(([target, selector]) => document.querySelector(target)?.matches(selector) ?? false)'
_axe = Axe()


@dataclass(frozen=True)
class NetBoxsOwn:
    """Elements with which NetBox's own pages break a rule just as well: a test finds each of them there."""

    rule: str
    selector: str
    reason: str


NETBOXS_OWN = (
    NetBoxsOwn(CONTRAST, '.btn, .btn *', 'the palette of its buttons'),
    NetBoxsOwn(CONTRAST, '.badge', 'the palette of its badges, which stands for the choices of every model'),
    NetBoxsOwn(CONTRAST, '.nav-link', 'tabs that are not the active one, in the dark theme'),
    NetBoxsOwn(CONTRAST, 'footer *', 'the time and the host at the foot of each page'),
    NetBoxsOwn(CONTRAST, '.ts-wrapper.disabled .item', 'what a select shows that cannot be used, in the dark theme'),
    NetBoxsOwn(CONTRAST, 'a[href$="/docs/reference/markdown/"]', 'the link below each field for comments'),
    NetBoxsOwn(CONTRAST, 'strong.text-danger', 'the question before something is deleted, in the dark theme'),
    NetBoxsOwn('link-name', 'th.orderable a', 'the empty heading of the column with buttons, which links to a sorting'),
)


@dataclass(frozen=True, order=True)
class Violation:
    """One element that breaks a rule of axe."""

    rule: str
    target: str
    html: str


def violations(page: Page, within: str = 'html') -> list[Violation]:
    """Everything axe finds in a part of a page: in the light theme all, in the dark one contrasts that are too low."""
    # NetBox's header stays in sight: what lies half below it would count as too small to be hit.
    page.evaluate('scrollTo(0, 0)')
    _set_theme(page, 'light')
    light = _run(page, within, {'type': 'tag', 'values': list(RULES)})
    _set_theme(page, 'dark')
    return light + _run(page, within, {'type': 'rule', 'values': [CONTRAST]})


def ours(page: Page, found: Sequence[Violation]) -> list[Violation]:
    """Those of them that are not NetBox's own."""
    own = {violation for each in NETBOXS_OWN for violation in belonging_to(each, page, found)}
    return [violation for violation in found if violation not in own]


def belonging_to(own: NetBoxsOwn, page: Page, found: Sequence[Violation]) -> list[Violation]:
    """Those of them that are of one kind of NetBox's own."""
    candidates = [violation for violation in found if violation.rule == own.rule]
    fits = page.evaluate(MATCHES, [[violation.target, own.selector] for violation in candidates])
    return [violation for violation, fit in zip(candidates, fits, strict=True) if fit]


def _run(page: Page, within: str, rules: dict[str, Any]) -> list[Violation]:
    options = {'runOnly': rules, 'resultTypes': ['violations']}
    return sorted(_violations(_axe.run(page, context=within, options=options).response))


def _violations(response: dict[str, Any]) -> Iterator[Violation]:
    for violation in response['violations']:
        for node in violation['nodes']:
            yield Violation(violation['id'], node['target'][0], node['html'])


def _set_theme(page: Page, theme: Theme) -> None:
    page.evaluate(SET_THEME, theme)
