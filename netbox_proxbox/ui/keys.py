"""Keys of rows, as requests name them."""

from collections.abc import Iterable
from typing import Final

__all__ = ('keys_of',)

# Of a key in PostgreSQL.
MOST_DIGITS: Final = 19


def keys_of(values: Iterable[str]) -> list[int]:
    """Return those of the values that may be keys; the others name no row."""
    return [int(value) for value in values if value.isdecimal() and len(value) < MOST_DIGITS]
