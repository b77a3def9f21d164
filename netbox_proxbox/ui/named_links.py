"""What rows are linked to that a run has changed or a plan would, by name as far as the reader may see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

__all__ = ('with_names_of_links',)

LINKED: Mapping[str, Any] = {model._meta.label_lower: model for model in (ProxmoxCluster, ProxmoxNode)}

type Record = Mapping[str, Any]


def with_names_of_links(records: Sequence[Record], user: Any = None) -> list[dict[str, Any]]:
    """Return records with names in place of the keys of linked objects. One query for each kind of link.

    Without a user, whoever reads it may see all.
    """
    names = {model: _names(model, keys, user) for model, keys in _keys_of_links(records).items()}
    return [{**record, 'fields': {**record['fields'], **dict(_named(record, names))}} for record in records]


def _links(record: Record) -> Iterator[tuple[str, type[Any], Sequence[Any]]]:
    """Yield the field, the model and the keys, before and after, of what a row is linked to or may be."""
    model = LINKED.get(record['object_type'])
    if model is None:
        return
    for name in (model.link, 'link_candidates'):
        if name in record['fields']:
            yield name, model._meta.get_field(model.link).related_model, record['fields'][name]


def _keys_of_links(records: Iterable[Record]) -> Mapping[type[Any], set[int]]:
    keys: defaultdict[type[Any], set[int]] = defaultdict(set)
    for record in records:
        for __, model, values in _links(record):
            keys[model] |= {key for value in values for key in _each(value) if isinstance(key, int)}
    return keys


def _names(model: type[Any], keys: set[int], user: Any) -> dict[int | None, str | None]:
    rows: Any = model.objects
    visible = rows.all() if user is None else rows.restrict(user, 'view')
    unseen = dict.fromkeys(keys, _('one that is gone, or that you may not see'))
    return {None: None, **unseen, **{row.pk: str(row) for row in visible.filter(pk__in=keys)}}


def _named(record: Record, names: Mapping[type[Any], Mapping[int | None, str | None]]) -> Iterator[tuple[str, Any]]:
    for name, model, values in _links(record):
        yield name, [_name_of(value, names[model]) for value in values]


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _name_of(value: Any, names: Mapping[int | None, str | None]) -> str | None:
    """Return names in place of a key or of several; what a plan would create has a name only."""
    if isinstance(value, list):
        return ', '.join(str(names.get(key, key)) for key in value) or None
    return names.get(value, value)
