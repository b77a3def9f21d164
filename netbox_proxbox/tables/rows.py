"""Rows of long tables: what is the same in all cells of a column is worked out once.

django-tables2 inspects a column's `render()`, looks up its field and puts together its attributes for every cell, which
takes longer than all else on a page of fifty rows.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django_tables2.columns import ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow, BoundRows
from django_tables2.utils import Accessor, signature

__all__ = ('PreparedRowsMixin',)

ARGUMENTS = {'value', 'record', 'column', 'bound_column', 'bound_row', 'table'}


class PreparedRowsMixin:
    """Gives a table of model instances, none of them pinned, such rows. Exports are not changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = PreparedRows(self.data, self)  # type: ignore[attr-defined]  # the table's


class PreparedRows(BoundRows):
    """The rows of a table, or a page of them."""

    @cached_property
    def columns(self) -> list[Any]:
        """The columns that are shown, prepared where that changes nothing."""
        return [PreparedColumn(column) if _is_plain(column) else column for column in self.table.columns]

    def __iter__(self) -> Iterator['PreparedRow']:
        return (PreparedRow(record, self.table, self.columns) for record in self.data)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return PreparedRows(self.data[key], self.table)
        return PreparedRow(self.data[key], self.table, self.columns)


class PreparedRow(BoundRow):
    """A row of columns of both kinds."""

    def __init__(self, record: Any, table: Any, columns: list[Any]) -> None:
        super().__init__(record, table)
        self._columns = columns

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Yield each column with the HTML of its cell."""
        for column in self._columns:
            if isinstance(column, PreparedColumn):
                yield column, column.cell(self)
            else:
                column.current_record, column.current_value = self.record, self.get_cell(column.name)
                yield column, column.current_value


class PreparedColumn:
    """A column whose cells differ in their values only; `attrs.td.as_html` is what templates ask of it."""

    def __init__(self, bound: Any) -> None:
        self._bound, self._accessor = bound, Accessor(bound.accessor)
        self._display = _display_method(bound)
        self._wanted, self._wants_all = signature(bound.render)
        self.attrs = {'td': {'as_html': bound.attrs['td'].as_html()}}

    def cell(self, row: PreparedRow) -> Any:
        """Return the HTML of the cell in this row."""
        bound, value = self._bound, self._value_of(row.record)
        if value in bound.column.empty_values:
            return bound.default
        own = {'column': bound.column, 'bound_column': bound, 'bound_row': row, 'table': row.table}
        given = {'value': value, 'record': row.record, **own}
        content = bound.render(**(given if self._wants_all else {name: given[name] for name in self._wanted}))
        return bound.link(content, **given) if bound.link else content

    def _value_of(self, record: Any) -> Any:
        return getattr(record, self._display)() if self._display else self._accessor.resolve(record, quiet=True)


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


def _display_method(bound: Any) -> str | None:
    """Return the method that names a choice in words, for a field that has choices."""
    try:
        field = bound._table._meta.model._meta.get_field(bound.accessor)
    except FieldDoesNotExist:
        return None
    return f'get_{bound.accessor}_display' if getattr(field, 'choices', None) else None
