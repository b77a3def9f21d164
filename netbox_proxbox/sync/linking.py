"""Which Proxmox row belongs to which NetBox object, by rules in a fixed order. Pure: no Django in here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

__all__ = ('MATCHES', 'Obstacle', 'Row', 'Rule', 'Target', 'Verdict', 'match', 'short')


class Rule(StrEnum):
    """What a row and an object have in common, in the order in which the rules are tried."""

    NAME = 'name'
    SHORT_NAME = 'short-name'
    ADDRESS = 'address'


class Obstacle(Enum):
    """Why a row is not linked."""

    ALREADY_LINKED = auto()
    NO_MATCH = auto()
    SEVERAL_MATCHES = auto()
    TAKEN = auto()
    RIVALS = auto()
    RULE_IS_OFF = auto()
    DECIDED = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A Proxmox row. `refused` are the keys of the objects of which a person said that it is none of them."""

    pk: int
    name: str
    address: str | None = None
    is_linked: bool = False
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """A NetBox object that a row may belong to. `is_linked` says whether another row has it."""

    pk: int
    name: str
    addresses: frozenset[str] = frozenset()
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the first rule says that finds anything: the objects that it finds, and what stands in the way, if any."""

    rule: Rule | None = None
    candidates: tuple[int, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def link(self) -> int | None:
        """The object to link, if it is beyond doubt."""
        return None if self.obstacle else self.candidates[0]


NOTHING_FOUND: Final = Verdict(obstacle=Obstacle.NO_MATCH)


def short(name: str) -> str:
    """Return a host name without its domain, in small letters."""
    return name.lower().split('.', 1)[0]


def _has_short_name(row: Row, target: Target) -> bool:
    """Tell whether the names differ in nothing but case, and a domain that one of them lacks."""
    one, other = row.name.lower(), target.name.lower()
    same = short(one) == short(other) != ''
    return same and (one == other or '.' not in one or '.' not in other)


MATCHES: Final[Mapping[Rule, Callable[[Row, Target], bool]]] = {
    Rule.NAME: lambda row, target: row.name == target.name,
    Rule.SHORT_NAME: _has_short_name,
    Rule.ADDRESS: lambda row, target: row.address in target.addresses,
}


class _Index[T: (Row, Target)]:
    """Finds what may match by a rule without a look at all there is."""

    def __init__(self, things: Iterable[T]) -> None:
        self._by_key: defaultdict[tuple[Rule, str], list[T]] = defaultdict(list)
        for thing in things:
            for key in _keys(thing):
                self._by_key[key].append(thing)

    def of(self, thing: Row | Target, rule: Rule) -> list[T]:
        """Return what has a key of the rule in common, each once."""
        found = (other for key in _keys(thing) if key[0] is rule for other in self._by_key.get(key, ()))
        return list(dict.fromkeys(found))


def match(
    rows: Iterable[Row], targets: Iterable[Target], rules: Collection[Rule], rivals: Iterable[Row]
) -> dict[Row, Verdict]:
    """Judge each row: linked is what a rule finds one free object for that no other row has as good a claim to.

    `rivals` are all rows there are without a link, these among them, about which nobody has decided.
    """
    by_key, rivals_by_key = _Index(targets), _Index(rivals)
    ordered = [rule for rule in Rule if rule in rules]
    return {row: _judge(row, by_key, ordered, rivals_by_key) for row in rows}


def _judge(row: Row, targets: _Index[Target], rules: list[Rule], rivals: _Index[Row]) -> Verdict:
    if row.is_linked:
        return Verdict(obstacle=Obstacle.ALREADY_LINKED)
    for number, rule in enumerate(rules, start=1):
        found = [each for each in targets.of(row, rule) if MATCHES[rule](row, each) and each.pk not in row.refused]
        if found:
            obstacle = _obstacle(row, found, rules[:number], rivals)
            return Verdict(rule, tuple(sorted(each.pk for each in found)), obstacle)
    return NOTHING_FOUND


def _obstacle(row: Row, found: list[Target], rules: list[Rule], rivals: _Index[Row]) -> Obstacle | None:
    if len(found) > 1:
        return Obstacle.SEVERAL_MATCHES
    if found[0].is_linked:
        return Obstacle.TAKEN
    return Obstacle.RIVALS if _has_rival(row, found[0], rules, rivals) else None


def _has_rival(row: Row, target: Target, rules: list[Rule], rivals: _Index[Row]) -> bool:
    """Tell whether one of these rules leads another row to the same object."""
    claims = ((other, rule) for rule in rules for other in rivals.of(target, rule))
    return any(
        other.pk != row.pk and target.pk not in other.refused and MATCHES[rule](other, target) for other, rule in claims
    )


def _keys(thing: Row | Target) -> list[tuple[Rule, str]]:
    names = [(Rule.NAME, thing.name), (Rule.SHORT_NAME, short(thing.name))]
    return [*names, *((Rule.ADDRESS, address) for address in _addresses(thing))]


def _addresses(thing: Row | Target) -> Collection[str]:
    if isinstance(thing, Target):
        return thing.addresses
    return () if thing.address is None else (thing.address,)
