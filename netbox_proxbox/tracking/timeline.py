"""What happened lately to rows, told from entries of the change log and from runs. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from .field_history import Entry

__all__ = ('Happening', 'Kind', 'Logged', 'Row', 'Streak', 'happenings_in', 'streaks')


class Kind(StrEnum):
    """What a happening is about, as the filter has it."""

    STATES = 'states'
    MEMBERS = 'members'
    LINKS = 'links'
    SYNCS = 'syncs'
    OTHER = 'other'


KINDS: Final = {
    **dict.fromkeys(('online', 'quorate', 'missing_because'), Kind.STATES),
    **dict.fromkeys(('proxmox_cluster', 'mode', 'name'), Kind.MEMBERS),
    **dict.fromkeys(('netbox_device', 'netbox_cluster', 'link_origin'), Kind.LINKS),
}
# What goes with other fields, or with every save.
BESIDE: Final = {'last_updated', 'online_since', 'offline_since', 'missing_since', 'missing_readings'}


class Row(NamedTuple):
    """A row by its model, as the change log names it, its key, and what it was called then."""

    model: str
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the change log, and the row that it is about."""

    row: Row
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to a row; `lasted` is known of a state that is over. `fields` are those that changed."""

    time: datetime
    kind: Kind
    row: Row | None = None
    message: str = ''
    fields: tuple[str, ...] = ()
    is_new: bool = False
    is_gone: bool = False
    lasted: timedelta | None = None
    count: int = 1
    since: datetime | None = None
    request_id: UUID | None = None
    run_id: int | None = None
    user_name: str = ''


class Streak(NamedTuple):
    """The end of a sync, of which several alike in a row are one happening."""

    run_id: int
    ended_at: datetime
    error_code: str
    cause: str


def happenings_in(log: Iterable[Logged]) -> Iterator[Happening]:
    """Tell of each entry, the newest first, with how long a node was offline."""
    back: dict[tuple[str, int], datetime] = {}
    for row, entry in ((each.row, each.entry) for each in log):
        key, lasted = (row.model, row.pk), None
        was, became = entry.before.get('online'), entry.after.get('online')
        if became is True and was is False:
            back[key] = entry.time
        elif became is False and was is True and key in back:
            lasted = back.pop(key) - entry.time
        fields = tuple(_changed(entry))
        yield Happening(
            time=entry.time,
            kind=_kind(entry, fields),
            row=row,
            message=entry.message,
            fields=fields,
            is_new=not entry.before,
            is_gone=not entry.after,
            lasted=lasted,
            request_id=entry.request_id,
            user_name=entry.user_name,
        )


def streaks(ends: Sequence[Streak]) -> Iterator[Happening]:
    """Tell of syncs that did not end well, the newest first: of those that failed alike in a row once."""
    for code, group in groupby(ends, key=lambda end: end.error_code):
        alike = list(group)
        if code:
            yield Happening(
                time=alike[0].ended_at,
                kind=Kind.SYNCS,
                message=alike[0].cause,
                count=len(alike),
                since=alike[-1].ended_at,
                run_id=alike[0].run_id,
            )


def _changed(entry: Entry) -> Iterator[str]:
    if entry.before and entry.after:
        yield from (name for name, value in entry.after.items() if name not in BESIDE and _was(entry, name) != value)


def _was(entry: Entry, name: str) -> Any:
    return entry.before.get(name)


def _kind(entry: Entry, fields: Sequence[str]) -> Kind:
    if not entry.before or not entry.after:
        return Kind.MEMBERS
    found = {KINDS[name] for name in fields if name in KINDS}
    return next((kind for kind in Kind if kind in found), Kind.OTHER)
