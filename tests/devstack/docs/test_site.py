"""The documentation is a site: it builds without a warning, its links lead somewhere, and it asks no network."""

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.apps import apps
from django.core.management import get_commands
from mkdocs.commands.build import build
from mkdocs.config import load_config
from netbox.models import PrimaryModel

from devstack.paths import ROOT
from netbox_proxbox import ProxboxConfig
from netbox_proxbox.api.urls import router
from tests.test_docs import documented_first_cells

# What a browser fetches by itself, and where a reader may go.
FETCHED = {'img': 'src', 'script': 'src', 'link': 'href'}
TO_FOLLOW = {**FETCHED, 'a': 'href'}
FETCHED_BY_A_STYLE = re.compile(r'(url\(|@import )["\']?(https?:)?//')


class Links(HTMLParser):
    """The links of a page, those of them that are fetched, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors |= {values.get('id') or '', values.get('name') or ''}
        if link := values.get(TO_FOLLOW.get(tag, '')):
            self.all.append(link)
            if tag in FETCHED:
                self.fetched.append(link)


@pytest.fixture(scope='module')
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does: strictly."""
    folder = tmp_path_factory.mktemp('site')
    build(load_config(str(ROOT / 'mkdocs.yml'), site_dir=str(folder)))
    return folder


@pytest.fixture(scope='module')
def pages(site: Path) -> dict[Path, Links]:
    return {page: Links(page.read_text()) for page in site.rglob('*.html')}


def leads_nowhere(pages: dict[Path, Links], page: Path) -> Iterator[str]:
    for link in pages[page].all:
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = Path(os.path.normpath(page.parent / unquote(parts.path))) if parts.path else page
        if not target.exists() or (parts.fragment and unquote(parts.fragment) not in pages[target].anchors):
            yield f'{page.name} leads to {link}'


def test_every_link_leads_somewhere(pages: dict[Path, Links]) -> None:
    # NetBox and a web server answer at the root with this page, whatever the folder.
    pages = {page: links for page, links in pages.items() if page.name != '404.html'}

    assert sum(len(links.all) for links in pages.values()) > len(pages)
    assert [lost for page in pages for lost in leads_nowhere(pages, page)] == []


def test_no_list_is_taken_for_a_paragraph(pages: dict[Path, Links]) -> None:
    """A forge begins one without an empty line before it, and this Markdown does not."""
    texts = {page.name: re.sub('<pre>.*?</pre>', '', page.read_text(), flags=re.DOTALL) for page in pages}

    assert [name for name, text in texts.items() if re.search(r'^([-*]|\d+\.) ', text, re.MULTILINE)] == []


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[Path, Links]) -> None:
    assert [link for links in pages.values() for link in links.fetched if urlsplit(link).netloc] == []
    assert [sheet for sheet in site.rglob('*.css') if FETCHED_BY_A_STYLE.search(sheet.read_text())] == []


def test_the_search_knows_every_page(site: Path, pages: dict[Path, Links]) -> None:
    index = (site / 'search' / 'search_index.js').read_text().removeprefix('var __index = ')
    found = {entry['location'].partition('#')[0] for entry in json.loads(index)['docs']}

    assert found == {str(page.relative_to(site)) for page in pages} - {'404.html'}


def test_the_reference_has_all_that_the_code_has(site: Path) -> None:
    reference = {page.stem: page.read_text() for page in (site / 'reference').iterdir()}
    wanted = {
        'settings': [f'<code>{name}</code>' for name in ProxboxConfig.default_settings],
        'commands': [f'id="{name}"' for name, app in get_commands().items() if app == 'netbox_proxbox'],
        'errors': [f'id="{code}"' for code in documented_first_cells('troubleshooting.md')],
        'rest': [f'<code>{prefix}/' for prefix, *_ in router.registry],
        'events': ['<code>object_updated</code>'],
    }

    assert reference.keys() == wanted.keys()
    assert [(page, text) for page, texts in wanted.items() for text in texts if text not in reference[page]] == []


def test_each_form_has_its_page(site: Path) -> None:
    documented = apps.get_app_config('netbox_proxbox').get_models()
    names = {model._meta.model_name for model in documented if issubclass(model, PrimaryModel)}

    assert {page.stem for page in (site / 'forms').iterdir()} == names
