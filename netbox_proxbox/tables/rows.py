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
