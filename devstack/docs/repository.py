"""Where the pages of the repository stand in the site, and how a link between them reads there. Pure."""

import re
from posixpath import dirname, join, normpath, relpath

__all__ = ('OUTSIDE', 'in_site')

DOCS = 'docs/'
# Pages that are not in docs/. They keep their names in the site.
OUTSIDE = (
    'CHANGELOG.md',
    'CODE_OF_CONDUCT.md',
    'COMPATIBILITY.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'docker/README.md',
    'docker/kubernetes/README.md',
    'docker/netbox-docker/README.md',
)
LINK = re.compile(r'(?<!!)\[(?P<text>[^\]]+)\]\((?!https?://|#)(?P<target>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)')


def in_site(markdown: str, page: str) -> str:
    """Return the text of a page, named as in the site, with links that lead within the site.

    What a link leads to and the site does not have, such as a file of the code, is named without a link.
    """
    here = page if page in OUTSIDE else f'{DOCS}{page}'

    def link(found: re.Match[str]) -> str:
        there = normpath(join(dirname(here), found['target']))
        if there in OUTSIDE or there.startswith(DOCS):
            target = relpath(there.removeprefix(DOCS), dirname(page) or '.')
            return f'[{found["text"]}]({target}{found["anchor"] or ""})'
        return found['text']

    return LINK.sub(link, markdown)
