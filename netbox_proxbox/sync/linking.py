"""Which Proxmox row belongs to which NetBox object, judged by the name alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ('Matching', 'Named', 'Obstacle', 'match_by_name')


class Obstacle(Enum):
    """Why a row is not linked."""

    ALREADY_LINKED = auto()
    NO_MATCH = auto()
    SEVERAL_MATCHES = auto()
    TAKEN = auto()
    RIVALS = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """A Proxmox row, or a NetBox object that it may belong to. `is_linked` says whether there is a link to it yet."""

    pk: int
    name: str
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """The links to make, from row to object, and the names of the rows that are left, by what stands in the way."""

    links: Mapping[int, int]
    left: Mapping[Obstacle, list[str]]


def match_by_name(rows: Iterable[Named], objects: Iterable[Named], rivals: Collection[str]) -> Matching:
    """Match rows with objects of exactly the same name, and only where neither side has a second candidate.

    `rivals` are the names that more than one row without a link has, among all rows there are.
    """
    objects_by_name = _by_name(objects)
    links: dict[int, int] = {}
    left: defaultdict[Obstacle, list[str]] = defaultdict(list)
    for row in rows:
        found = _match(row, objects_by_name.get(row.name, []), has_rivals=row.name in rivals)
        if isinstance(found, Obstacle):
            left[found].append(row.name)
        else:
            links[row.pk] = found.pk
    return Matching(links, dict(left))


def _match(row: Named, candidates: list[Named], *, has_rivals: bool) -> Named | Obstacle:
    if row.is_linked:
        return Obstacle.ALREADY_LINKED
    if not candidates:
        return Obstacle.NO_MATCH
    if len(candidates) > 1:
        return Obstacle.SEVERAL_MATCHES
    if candidates[0].is_linked:
        return Obstacle.TAKEN
    return Obstacle.RIVALS if has_rivals else candidates[0]


def _by_name(objects: Iterable[Named]) -> Mapping[str, list[Named]]:
    found: defaultdict[str, list[Named]] = defaultdict(list)
    for candidate in objects:
        found[candidate.name].append(candidate)
    return found
