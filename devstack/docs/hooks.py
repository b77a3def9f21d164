"""What MkDocs calls while it builds the site: see `hooks` in mkdocs.yml."""

import os
from collections.abc import Iterator

import django
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from devstack.docs.repository import OUTSIDE, in_site
from devstack.paths import ROOT

__all__ = ('on_files', 'on_page_markdown')

# The search of other languages than English: a megabyte.
LANGUAGES = 'assets/javascripts/lunr/'


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not in docs/, and leave out what the theme brings and nobody asks for."""
    for file in [*files]:
        if file.src_uri.startswith(LANGUAGES) or file.src_uri.endswith('.map'):
            files.remove(file)
    for name in OUTSIDE:
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    for name, content in _made_from_the_code():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Have the links of the repository lead within the site."""
    return in_site(markdown, page.file.src_uri)


def _made_from_the_code() -> Iterator[tuple[str, str]]:
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')
    django.setup()
    from devstack.docs import commands, errors, events, forms, rest, settings

    yield 'reference/settings.md', settings.settings()
    yield 'reference/commands.md', commands.commands()
    yield 'reference/rest.md', rest.rest()
    yield 'reference/errors.md', errors.error_codes()
    yield 'reference/events.md', events.events()
    for model in forms.MODELS:
        yield f'forms/{model}.md', forms.fields_of(model)
