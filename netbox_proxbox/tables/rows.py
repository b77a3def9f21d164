"""Rows of long tables: what is the same in all cells of a column is worked out once.

django-tables2 inspects a column's `render()`, looks up its field and puts together its attributes for every cell, which
takes longer than all else on a page of fifty rows.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django_tables2.rows import BoundRow, BoundRows

from .cells import PreparedColumn
from .preparing import prepared

__all__ = ('PreparedRowsMixin',)


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
        return [prepared(column) for column in self.table.columns]

    @cached_property
    def attrs_by_class(self) -> dict[str, Any]:
        """The attributes of rows that have none but a class, odd or even, filled as they are drawn."""
        return {}

    def __iter__(self) -> Iterator['PreparedRow']:
        return (PreparedRow(record, self) for record in self.data)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return PreparedRows(self.data[key], self.table)
        return PreparedRow(self.data[key], self)


class PreparedRow(BoundRow):
    """A row of columns of both kinds."""

    def __init__(self, record: Any, rows: PreparedRows) -> None:
        super().__init__(record, rows.table)
        self._rows = rows

    @property
    def attrs(self) -> Any:
        """The row's attributes: `as_html` is what templates ask of them."""
        if self.table.row_attrs:
            return super().attrs
        drawn, css_class = self._rows.attrs_by_class, self.get_even_odd_css_class()
        if css_class not in drawn:
            drawn[css_class] = {'as_html': super().attrs.as_html()}
        return drawn[css_class]

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Yield each column with the HTML of its cell."""
        for column in self._rows.columns:
            if isinstance(column, PreparedColumn):
                yield column, column.cell(self)
            else:
                column.current_record, column.current_value = self.record, self.get_cell(column.name)
                yield column, column.current_value
