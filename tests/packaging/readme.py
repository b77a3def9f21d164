"""The install part of README.md, as its readers go through it."""

import re

from devstack.paths import ROOT

__all__ = ('CONFIGURATION', 'PLACEHOLDER', 'blocks', 'lines_to_type', 'typed')

BLOCK = re.compile(r'(?<=\n\n)(?:    .+\n)+')
PLACEHOLDER = "'the key'"


def blocks(text: str) -> list[str]:
    """The blocks of code of a page, as they are copied."""
    return [re.sub('^    ', '', block, flags=re.MULTILINE) for block in BLOCK.findall(text)]


_PART = (ROOT / 'README.md').read_text().partition('## Install it in your NetBox')[2].partition('\n## ')[0]
_BLOCKS = blocks(_PART)

(CONFIGURATION,) = (block for block in _BLOCKS if 'PLUGINS' in block)
# Typed on a node of Proxmox VE.
_ON_A_NODE = 'pveum '


def lines_to_type() -> list[str]:
    """All lines for a shell of the host of NetBox, in their order."""
    commands = (block for block in _BLOCKS if block != CONFIGURATION and not block.startswith(_ON_A_NODE))
    return [line for block in commands for line in block.splitlines()]


def typed(words: str) -> str:
    """The one line that holds these words."""
    (line,) = (line for line in lines_to_type() if words in line)
    return line
