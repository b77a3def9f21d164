"""Whether the project says where it lives: addresses at a host that can belong to nobody are placeholders. Pure."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

__all__ = ('problems',)

# RFC 2606 and RFC 6761: nobody can register these.
RESERVED = re.compile(r'(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|localhost|test)$')
FROM_GIT = re.compile(r'git\+(https?://[^\s\'"`|]+)')


def problems(links: Mapping[str, str], pages: Mapping[str, str]) -> list[str]:
    """Say which links of the metadata, and which `git+https://` of pages by their names, nobody has filled in."""
    unset = [f'{name} = "{link}"' for name, link in links.items() if _is_placeholder(link)]
    return [
        *(
            f'pyproject.toml, [project.urls]: {each} is a placeholder; set it to where that of yours is'
            for each in unset
        ),
        *(
            f'{page}: {address} is a placeholder; set it to where people clone yours'
            for page, text in pages.items()
            for address in FROM_GIT.findall(text)
            if _is_placeholder(address)
        ),
    ]


def _is_placeholder(address: str) -> bool:
    return bool(RESERVED.search(urlsplit(address).hostname or ''))
