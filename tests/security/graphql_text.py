"""All that GraphQL tells of our objects: every field that its schema has, and those of what they lead to."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.integration.netbox import NetBox

__all__ = ('graphql_text',)

SCHEMA = """
    { __schema { types { name fields { name type { kind name ofType { kind name ofType { kind name
        ofType { kind name } } } } } } } }
"""
OURS = ('proxbox_', 'proxmox_', 'sync_run_')
PLAIN = ('SCALAR', 'ENUM')

type Fields = Mapping[str, tuple[str, str]]


def graphql_text(netbox: NetBox) -> str:
    """Ask for all lists of ours at once."""
    told = netbox.post('/graphql/', {'query': SCHEMA})['data']['__schema']['types']
    types = {kind['name']: _fields_of(kind) for kind in told}
    lists = [name for name in types['Query'] if name.startswith(OURS) and name.endswith('_list')]
    asked = [f'{name} {{ {_selection(types, types["Query"][name][1])} }}' for name in lists]
    return netbox.answer('POST', '/graphql/', json={'query': f'{{ {" ".join(asked)} }}'}).text


def _fields_of(kind: Any) -> Fields:
    return {field['name']: _named(field['type']) for field in kind['fields'] or ()}


def _named(kind: Any) -> tuple[str, str]:
    """The kind and the name of a type, of which lists and what must not be null are wrappings."""
    while inner := kind.get('ofType'):
        kind = inner
    return kind['kind'], kind['name']


def _selection(types: Mapping[str, Fields], name: str) -> str:
    return ' '.join([*_plain(types[name]), *_nested(types, types[name])])


def _plain(fields: Fields) -> list[str]:
    return [name for name, (kind, _) in fields.items() if kind in PLAIN]


def _nested(types: Mapping[str, Fields], fields: Fields) -> Iterator[str]:
    for name, (kind, of) in fields.items():
        if kind == 'OBJECT':
            yield f'{name} {{ {" ".join(_plain(types[of]))} }}'
