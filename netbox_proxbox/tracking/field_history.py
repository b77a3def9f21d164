"""Since when a row has its values, as far as NetBox's change log reaches. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

__all__ = ('Entry', 'creation', 'last_change', 'times_in')


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the change log: `before` and `after` are the row as it was and became, empty where it was not."""

    time: datetime
    request_id: UUID
    user_name: str
    message: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def creation(entries: Sequence[Entry]) -> Entry | None:
    """Return the entry that created the row, of entries with the newest first; None when the log does not reach it."""
    oldest = entries[-1] if entries else None
    return oldest if oldest is not None and not oldest.before else None


def last_change(entries: Iterable[Entry], name: str) -> Entry | None:
    """Return the newest entry that gave a field its value; None when it had the value before the log begins."""
    return next((entry for entry in entries if _changes(entry, name)), None)


def times_in(entries: Sequence[Entry], name: str, values: Iterable[Any]) -> list[tuple[datetime, datetime | None]]:
    """Return from when to when a field held one of some values, the last time first; None where it still does."""
    wanted, ended = set(values), None
    found: list[tuple[datetime, datetime | None]] = []
    for entry in entries:
        was, became = entry.before.get(name), entry.after.get(name)
        if became in wanted and was not in wanted:
            found.append((entry.time, ended))
        if was in wanted and became not in wanted:
            ended = entry.time
    return found


def _changes(entry: Entry, name: str) -> bool:
    return name in entry.after and (not entry.before or entry.before.get(name) != entry.after[name])
