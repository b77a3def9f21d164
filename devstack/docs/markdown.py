"""Tables, and plain text, in Markdown. Pure."""

import re
from collections.abc import Iterable

__all__ = ('plain', 'table')

SPECIAL = re.compile(r'[\\`*<>|\[\]]')
PLACEHOLDER = re.compile(r'{(\w+)}')


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table. The cells are Markdown already."""
    lines = (head, ('---',) * len(head), *rows)
    return ''.join(f'| {" | ".join(line)} |\n' for line in lines)


def plain(text: str) -> str:
    """Return plain text as Markdown. What is filled in later, as in `{name}`, becomes *name*."""
    escaped = SPECIAL.sub(lambda found: f'\\{found[0]}', ' '.join(text.split()))
    return PLACEHOLDER.sub(r'*\1*', escaped)
