"""What a run did, for a terminal and for programs. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ('Outcome', 'changes_in_words', 'exit_code', 'lines')

SUCCEEDED, DEGRADED, HELD, QUEUED = 'succeeded', 'degraded', 'held', 'queued'
FINE = (SUCCEEDED, QUEUED, 'running', 'planned')
NOTHING = {**dict.fromkeys((SUCCEEDED, DEGRADED, HELD), 'nothing changed'), 'planned': 'nothing would change'}
FOR_PEOPLE = {DEGRADED, HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one endpoint: the end of its run, or that it was queued or only planned."""

    endpoint: str
    run: int | None
    status: str
    seconds: float
    changes: list[dict[str, Any]] = field(default_factory=list)
    result: dict[str, Any] | None = None
    warnings: list[str] = field(default_factory=list)
    error_code: str = ''
    cause: str = ''
    cure: str = ''


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return 0 when all is well, 1 when an endpoint failed, 3 when none did but one is degraded or held."""
    statuses = {outcome.status for outcome in outcomes}
    if statuses - {*FINE, *FOR_PEOPLE}:
        return 1
    return 3 if statuses & FOR_PEOPLE else 0


def lines(outcome: Outcome, *, width: int, details: bool = False) -> list[str]:
    """Return the lines that tell of one endpoint; `width` is that of the longest name."""
    words = changes_in_words(outcome.changes) or NOTHING.get(outcome.status, '')
    indent = ' ' * (width + 2)
    told = [f'{outcome.endpoint:{width}}  {outcome.status:9}  {outcome.seconds:5.1f} s  {words}'.rstrip()]
    told += [f'{indent}{text}' for text in (outcome.cause, outcome.cure, *outcome.warnings) if text]
    if details:
        told += [f'{indent}{_change_line(change)}' for change in outcome.changes]
    return told


def changes_in_words(changes: Iterable[Mapping[str, Any]]) -> str:
    """Return counts in words, such as "1 cluster created, 3 nodes created"."""
    counts: dict[str, int] = {}
    for change in changes:
        key = f'{_kind(change)} {change["action"]}d'
        counts[key] = counts.get(key, 0) + 1
    return ', '.join(_count(number, *key.split()) for key, number in counts.items())


def _count(number: int, kind: str, done: str) -> str:
    return f'{number} {kind}{"" if number == 1 else "s"} {done}'


def _change_line(change: Mapping[str, Any]) -> str:
    fields = ', '.join(f'{name}: {old} → {new}' for name, (old, new) in change['fields'].items())
    return f'{change["action"]} {_kind(change)} {change["name"]}' + (f' ({fields})' if fields else '')


def _kind(change: Mapping[str, Any]) -> str:
    return str(change['object_type']).removeprefix('netbox_proxbox.proxmox')
