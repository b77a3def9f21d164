"""The documentation is read and searched from its files, with neither a server nor a network."""

import re
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, expect

from devstack.paths import ROOT

from .watched_page import watched_page


def test_the_search_of_the_files_leads_to_a_page(browser: Browser, tmp_path: Path) -> None:
    build(load_config(str(ROOT / 'mkdocs.yml'), site_dir=str(tmp_path)))

    with browser.new_context(offline=True) as window, watched_page(window) as page:
        page.goto((tmp_path / 'index.html').as_uri())
        page.get_by_role('textbox', name='Search').press_sequentially('keep_runs')
        page.locator('.md-search-result').get_by_role('heading', name='Settings').click()

        expect(page).to_have_url(re.compile(r'/reference/settings\.html'))
        expect(page.get_by_role('heading', level=1)).to_contain_text('Settings')
