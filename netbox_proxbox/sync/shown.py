"""Whether a sync would do only what a preview has shown. Pure: no Django in here."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

__all__ = ('not_shown',)

# When a node went missing is the time of the reading, and each reading counts.
OF_EACH_READING: Final = ('missing_since', 'missing_readings')
ACTIONS: Final[Mapping[str, str]] = {'create': 'is created', 'update': 'is changed', 'delete': 'is deleted'}

type Record = Mapping[str, Any]
type Fact = tuple[str, str, str, str, str]


def not_shown(shown: Iterable[Record], planned: Iterable[Record]) -> tuple[str, ...]:
    """Return in words what of `planned` is not among the records of `shown`; nothing if all of it is. Less is fine."""
    known = {fact for record in shown for fact in _facts(record)}
    return tuple(dict.fromkeys(_words(fact) for record in planned for fact in _facts(record) if fact not in known))


def _facts(record: Record) -> Iterator[Fact]:
    """Yield what a record says: that a row is changed so, and each value that a field gets, or that goes with a row."""
    subject = record['object_type'], record['name'], record['action']
    fields = {name: values for name, values in record['fields'].items() if name not in OF_EACH_READING}
    yield (*subject, '', '')
    for name, (old, new) in fields.items():
        yield (*subject, name, _spelled(old if record['action'] == 'delete' else new))


def _spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _words(fact: Fact) -> str:
    _, name, action, field, value = fact
    if not field:
        return f'{name} {ACTIONS[action]}'
    spoken = field.replace('_', ' ')
    if action == 'delete':
        return f'with {name} goes its {spoken} {value}'
    return f'{spoken} of {name} becomes {value}'
