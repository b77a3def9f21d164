"""The install part of README.md and of the site, as their readers go through them."""

import re

from devstack.paths import ROOT

__all__ = ('CONFIGURATION', 'PLACEHOLDER', 'lines_of_the_site', 'lines_to_type', 'typed')

BLOCK = re.compile(r'(?<=\n\n)(?:    .+\n)+')
PLACEHOLDER = "'the key'"
NETBOX = 'netbox '


def _blocks(text: str) -> list[str]:
    return [re.sub('^    ', '', block, flags=re.MULTILINE) for block in BLOCK.findall(text)]


_PART = (ROOT / 'README.md').read_text().partition('## Install it in your NetBox')[2].partition('\n## ')[0]
_BLOCKS = _blocks(_PART)
_OF_THE_SITE = [
    block for page in ('install', 'first-steps') for block in _blocks((ROOT / f'docs/{page}.md').read_text())
]

(CONFIGURATION,) = (block for block in _BLOCKS if 'PLUGINS' in block)
# Typed on a node of Proxmox VE.
_ON_A_NODE = 'pveum '


def lines_to_type() -> list[str]:
    """All lines for a shell of the host of NetBox, in their order."""
    blocks = (block for block in _BLOCKS if block != CONFIGURATION and not block.startswith(_ON_A_NODE))
    return [line for block in blocks for line in block.splitlines()]


def lines_of_the_site() -> list[str]:
    """NetBox's commands on the site's first pages, which have README's configuration, in their order."""
    assert CONFIGURATION in _OF_THE_SITE
    return [line.partition('#')[0].strip() for block in _OF_THE_SITE for line in block.splitlines() if NETBOX in line]


def typed(words: str) -> str:
    """The one line that holds these words."""
    (line,) = (line for line in lines_to_type() if words in line)
    return line
