"""Which columns of a table can be prepared, and how."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import ForeignKey, JSONField
from django_tables2.columns import Column, ManyToManyColumn
from django_tables2.columns.base import LinkTransform
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.utils import signature
from netbox.tables.columns import ActionsColumn, ToggleColumn

from .cells import PreparedColumn, RelatedColumn, ValueColumn, field_of
from .stamped_cells import ButtonsColumn, CheckboxColumn, OwnLinkColumn

__all__ = ('prepared',)

ARGUMENTS = {'value', 'record', 'column', 'bound_column', 'bound_row', 'table'}


def prepared(bound: Any) -> Any:
    """Return a column in the way that saves most and changes nothing, or else as it is."""
    column = bound.column
    if not _is_plain(bound):
        return bound
    if type(column) is ActionsColumn and not column.extra_buttons:
        return ButtonsColumn(bound)
    if type(column) is ToggleColumn:
        return CheckboxColumn(bound)
    if type(column) is Column and _is_plain_link(column.link):
        return _linked(bound)
    return ValueColumn(bound) if _shows_its_value_only(bound) else PreparedColumn(bound)


def _linked(bound: Any) -> PreparedColumn:
    field = field_of(bound)
    if isinstance(field, ForeignKey):
        return RelatedColumn(bound)
    return OwnLinkColumn(bound) if field is not None and not field.is_relation else PreparedColumn(bound)


def _shows_its_value_only(bound: Any) -> bool:
    """Tell whether a column shows a field of the row, one that can be compared, and looks at nothing else."""
    wanted, wants_all = signature(bound.render)
    field = field_of(bound)
    is_scalar = field is not None and not field.is_relation and not isinstance(field, JSONField | ArrayField)
    return is_scalar and set(wanted) == {'value'} and not wants_all and not bound.link


def _is_plain_link(link: Any) -> bool:
    """Tell whether a link leads to the page of what is shown, or of its row, and is nothing but a link."""
    return isinstance(link, LinkTransform) and not (link.url or link.accessor or link.attrs or link.reverse_args)


def _is_plain(bound: Any) -> bool:
    """Tell whether nothing of a column but its value depends on the row, and its value is the record's own."""
    td = {**bound.column.attrs.get('cell', {}), **bound.column.attrs.get('td', {})}
    wanted, _ = signature(bound.render)
    return not (
        isinstance(bound.column, (BaseLinkColumn, ManyToManyColumn))
        or '__' in bound.accessor
        or any(callable(value) for value in td.values())
        or set(wanted) - ARGUMENTS
    )
