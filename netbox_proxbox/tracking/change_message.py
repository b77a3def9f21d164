"""The message that an entry of NetBox's change log gets. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

__all__ = ('change_message',)

# As long as the column of NetBox's change log is.
LONGEST: Final = 200
# What a field says with the value that it gets; the others are named.
NEWS: Final[Mapping[tuple[str, Any], str]] = {
    ('online', True): 'came online',
    ('online', False): 'went offline',
    ('quorate', True): 'has quorum again',
    ('quorate', False): 'lost its quorum',
    ('mode', 'cluster'): 'is a cluster now',
    ('mode', 'standalone'): 'is a standalone host now',
    ('proxmox_cluster', None): 'left its cluster',
    ('missing_because', ''): 'is back',
    ('missing_because', 'rule'): 'missing in Proxmox, and kept for some readings',
    ('missing_because', 'tag'): 'missing in Proxmox, and protected by a tag',
    ('missing_because', 'limit'): 'missing in Proxmox, and held, as too many are at once',
    ('missing_because', 'all-nodes'): 'missing in Proxmox, and held, as all nodes are at once',
    ('link_origin', 'rule:name'): 'by its exact name',
    ('link_origin', 'rule:short-name'): 'by its name without domain',
    ('link_origin', 'rule:address'): 'by its IP address',
    ('link_origin', 'created'): 'which was created for it',
}
# What only goes with a reason, or with its end.
BESIDE_A_REASON: Final[Mapping[str, Sequence[str]]] = {
    'missing_because': ('missing_since', 'missing_readings', 'deletion_confirmed'),
    'link_origin': ('link_candidates',),
}
LINKS: Final = ('netbox_device', 'netbox_cluster')


def change_message(action: str, fields: Mapping[str, Sequence[Any]], run_id: int) -> str:
    """Say what a sync did to an object; `fields` maps the names of what it changed to old and new value."""
    if action == 'create' and not fields:
        return f'Created by sync run {run_id}'
    if action == 'delete':
        return f'Gone from Proxmox (sync run {run_id})'
    news = ('created', *_news(fields)) if action == 'create' else _news(fields)
    return _short(', '.join(news), f' (sync run {run_id})')


def _short(news: str, by_whom: str) -> str:
    room = LONGEST - len(by_whom)
    short = news if len(news) <= room else f'{news[: room - 1]}…'
    return f'{short[:1].upper()}{short[1:]}{by_whom}'


def _news(fields: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    named = []
    beside = {name for reason in BESIDE_A_REASON.keys() & fields.keys() for name in BESIDE_A_REASON[reason]}
    if fields.get('link_origin', ('', ''))[1] == '':
        beside.add('link_origin')
    for name, (old, new) in fields.items():
        if name in beside:
            continue
        if words := _words(name, old, new):
            yield words
        else:
            named.append(name.replace('_', ' '))
    if named:
        yield f'new {", ".join(named)}'


def _words(name: str, old: Any, new: Any) -> str | None:
    if name == 'name':
        return f'renamed from "{old}"'
    if name == 'proxmox_cluster' and new is not None:
        return f'joined cluster "{new}"'
    if name in LINKS:
        return f'linked to "{new}"' if new is not None else f'not linked to "{old}" any more: another one may be it'
    if name == 'link_candidates':
        return 'may belong to what it is not linked to' if new else 'has no candidate for a link any more'
    if name == 'pve_version' and new:
        return f'Proxmox VE {old} to {new}' if old else f'runs Proxmox VE {new}'
    return NEWS.get((name, new))
