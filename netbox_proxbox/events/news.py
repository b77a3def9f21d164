"""What the records of a sync are news of. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from . import names

__all__ = ('QUORUM', 'STATES', 'WITH_STATES', 'News', 'Node', 'as_one', 'calmed', 'news_of', 'unrest_of', 'with_quorum')

type Fields = Mapping[str, Sequence[Any]]
type Record = Mapping[str, Any]

STATES: Final = (names.NODE_OFFLINE, names.NODE_ONLINE, names.NODE_MISSING)
QUORUM: Final = (names.QUORUM_LOST, names.QUORUM_REGAINED)
# Events that tell of the states of nodes as well, with those that they take along.
TAKES_ALONG: Final = {names.QUORUM_LOST: names.NODE_OFFLINE, names.QUORUM_REGAINED: names.NODE_ONLINE}
WITH_STATES: Final = (*STATES, *TAKES_ALONG)
HELD: Final = ('limit', 'all-nodes')
MODES: Final = ('cluster', 'standalone')
TOLD: Final = ('online', 'quorate', 'mode', 'missing_because', 'proxmox_cluster')


class Node(NamedTuple):
    """A node as events name it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened: of one type, to one object or to several nodes at once. `also` are types that it stands for, too.

    `fields` maps a name to the old and the new value that all of them have in common.
    """

    event: str
    nodes: tuple[Node, ...] = ()
    fields: Fields = field(default_factory=dict)
    also: tuple[str, ...] = ()


def news_of(records: Iterable[Record], *, is_first: bool = False) -> list[News]:
    """Return what the records of one commit are news of, one for each type.

    `is_first` says that nothing was known before: all nodes of a new endpoint are no news.
    """
    found: dict[str, list[Record]] = {}
    for record in records:
        for event in _events_of(record):
            found.setdefault(event, []).append(record)
    expected: tuple[str, ...] = (names.NODE_JOINED,) if is_first else ()
    if names.MODE_CHANGED in found:
        # Which says why these are members, or are members no more.
        expected = (names.NODE_JOINED, names.NODE_LEFT)
    return [_news(event, of) for event, of in found.items() if event not in expected]


def unrest_of(history: Iterable[tuple[Collection[str], Collection[int]]]) -> tuple[Counter[int], set[int]]:
    """Return how often each node changed its state since it was told as flapping or steady, and which are flapping.

    `history` has the types that earlier events stand for, and their nodes, in their order.
    """
    changes, flapping = Counter[int](), set[int]()
    for events, nodes in history:
        if names.NODE_FLAPPING in events:
            flapping |= set(nodes)
        elif names.NODE_STEADY in events:
            flapping -= set(nodes)
        else:
            changes.update(nodes)
            continue
        for node in nodes:
            del changes[node]
    return changes, flapping


def calmed(news: Iterable[News], changes: Mapping[int, int], flapping: Collection[int], limit: int) -> list[News]:
    """Leave out states of flapping nodes, and tell those as flapping that now change more often than the limit."""
    calm, unrest = [], list[Node]()
    for each in news:
        if each.event not in STATES:
            calm.append(each)
            continue
        restless = [node for node in each.nodes if node.id in flapping or changes.get(node.id, 0) >= limit]
        unrest += (node for node in restless if node.id not in flapping)
        if steady := tuple(node for node in each.nodes if node not in restless):
            calm.append(replace(each, nodes=steady))
    return [*calm, News(event=names.NODE_FLAPPING, nodes=tuple(unrest))] if unrest else calm


def with_quorum(news: list[News], told: Sequence[str], limit: int) -> list[News]:
    """Leave out changes of the quorum beyond the limit, unless it is lost and was told to be there."""
    if len(told) < limit:
        return news
    silent = QUORUM if told[-1] == names.QUORUM_LOST else (names.QUORUM_REGAINED,)
    return [each for each in news if each.event not in silent]


def as_one(news: Sequence[News]) -> list[News]:
    """Tell of a cluster that goes down or comes back as a whole once: its quorum takes the states of nodes along."""
    found = {each.event: each for each in news}
    for event, along in TAKES_ALONG.items():
        if event in found and along in found:
            taken = found.pop(along)
            found[event] = replace(found[event], nodes=taken.nodes, also=(along,))
    return list(found.values())


def _events_of(record: Record) -> Iterator[str]:
    fields: Fields = record['fields']
    match record['object_type'].rpartition('.')[2], record['action']:
        case 'proxmoxendpoint', 'update' if fields.get('mode', ('',))[0] in MODES:
            yield names.MODE_CHANGED
        case 'proxmoxcluster', 'update' if 'quorate' in fields:
            yield names.QUORUM_REGAINED if fields['quorate'][1] else names.QUORUM_LOST
        case 'proxmoxnode', 'create':
            yield names.NODE_JOINED
        case 'proxmoxnode', 'delete':
            yield names.NODE_LEFT
        case 'proxmoxnode', 'update':
            yield from _events_of_node(fields)


def _events_of_node(fields: Fields) -> Iterator[str]:
    was_missing, is_missing = fields.get('missing_because', ('', ''))
    if is_missing in HELD:
        if was_missing not in HELD:
            yield names.DELETION_HELD
    elif is_missing:
        if not was_missing:
            yield names.NODE_MISSING
    elif 'online' in fields:
        yield names.NODE_ONLINE if fields['online'][1] else names.NODE_OFFLINE
    if 'proxmox_cluster' in fields:
        yield names.NODE_LEFT if fields['proxmox_cluster'][1] is None else names.NODE_JOINED


def _news(event: str, records: Sequence[Record]) -> News:
    nodes = (record for record in records if record['object_type'].endswith('.proxmoxnode'))
    shared = {
        name: values
        for name, values in records[0]['fields'].items()
        if name in TOLD and all(record['fields'].get(name) == values for record in records)
    }
    return News(event=event, nodes=tuple(Node(node['object_id'], node['name']) for node in nodes), fields=shared)
