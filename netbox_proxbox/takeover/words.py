"""What a plan is in words, for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from netbox_proxbox.configuration import NEW_KEY_COMMAND
from netbox_proxbox.database.namesake import APP

from .planning import Plan
from .rows import Row
from .upstream import TABLES

__all__ = ('lines_of', 'no_key')

INDENT: Final = '  '


def lines_of(plan: Plan) -> Iterator[str]:
    """Yield what comes over, what does not, and what is left for a person to do."""
    yield _('Comes over, each object under its own ID:')
    yield from _indented(_what_comes(plan))
    yield _('With it, as it is: {counts}.').format(counts=_counts(plan.with_it))
    yield ''
    yield _('Does not come over, and is kept for the way back:')
    yield from _indented(_what_stays(plan))
    if notes := list(_notes_of(plan)):
        yield ''
        yield _('To do, or to know:')
        yield from _indented(notes)


def _notes_of(plan: Plan) -> Iterator[str]:
    """Yield what a person has to do or should know."""
    if plan.lacks_key:
        yield no_key()
    for kind, rows in ((_('Backend'), plan.upstream.backends), (_('Endpoint'), plan.upstream.endpoints)):
        for row in rows:
            yield from (f'{kind} "{row.name}": {note}.' for note in row.notes)
    if plan.permissions_left:
        told = _('Permissions whose constraints name fields that are not here lose these object types: {names}.')
        yield told.format(names=', '.join(plan.permissions_left))
    if plan.unlike_filters:
        told = _('Saved filters with parameters that are not here, and are passed over: {names}.')
        yield told.format(names=', '.join(plan.unlike_filters))
    if waiting := plan.waiting_jobs:
        yield _('Jobs of upstream that wait in NetBox are removed: {number}.').format(number=waiting)


def no_key() -> str:
    """Say what a takeover with secrets needs."""
    told = _(
        "There are secrets to bring over, and no key to encrypt them with: run '{command}' and put the key into "
        "PLUGINS_CONFIG['{app}']['encryption_keys']."
    )
    return told.format(command=NEW_KEY_COMMAND, app=APP)


def _what_comes(plan: Plan) -> Iterator[str]:
    upstream = plan.upstream
    way = _('read through "{name}"').format(name=plan.through) if plan.through else _('read directly')
    yield _('endpoints: {number}, {way}; enabled: {enabled}; with a schedule: {scheduled}').format(
        number=len(upstream.endpoints),
        way=way,
        enabled=sum(bool(row.fields['enabled']) for row in upstream.endpoints),
        scheduled=len(upstream.minutes),
    )
    yield _('backends (proxbox-api): {number}').format(number=len(upstream.backends))
    yield _('clusters: {number}; linked to clusters of NetBox: {linked}').format(
        number=len(upstream.clusters), linked=_linked(upstream.clusters, 'netbox_cluster_id')
    )
    yield _('nodes: {number}; linked to devices: {linked}; the first sync reads their metrics').format(
        number=len(upstream.nodes), linked=_linked(upstream.nodes, 'netbox_device_id')
    )


def _what_stays(plan: Plan) -> Iterator[str]:
    if left := plan.upstream.clusters_left:
        names = ', '.join(f'"{row["name"]}"' for row in left)
        told = _('clusters: {number}, because here a standalone host has none and an endpoint has one at most: {names}')
        yield told.format(number=len(left), names=names)
    tables = {name: number for name, number in plan.tables.items() if number and name not in TABLES}
    yield _('other tables: {number}; with rows: {counts}').format(
        number=len(plan.tables.keys() - TABLES), counts=_counts(tables)
    )
    yield _('of endpoints: sync modes, SSH, sites, tenants and whatever else only upstream knows')
    about = _('of NetBox, about what does not come over: {counts}; the next "netbox upgrade" removes it')
    yield about.format(counts=_counts(plan.without_it))


def _linked(rows: Sequence[Row], column: str) -> int:
    return sum(row.fields[column] is not None for row in rows)


def _counts(numbers: Mapping[str, int]) -> str:
    return ', '.join(f'{name} ({number})' for name, number in numbers.items()) or _('nothing')


def _indented(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    return (f'{INDENT}{line}' for line in lines)
