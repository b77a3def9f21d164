"""Names that must be unique here, and need not be in upstream's plugin. Pure."""

from collections.abc import Iterable
from itertools import chain, count

__all__ = ('unique_names',)

LONGEST = 100


def unique_names(wanted: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return a name for each key: the one that is wanted, cut where it is too long, numbered where it is taken."""
    names: dict[int, str] = {}
    taken: set[str] = set()
    for key, name in wanted:
        names[key] = next(candidate for candidate in _candidates(name) if candidate not in taken)
        taken.add(names[key])
    return names


def _candidates(name: str) -> Iterable[str]:
    endings = chain([''], (f' ({number})' for number in count(2)))
    return (f'{name[: LONGEST - len(ending)]}{ending}' for ending in endings)
