"""Columns whose cells are put together from what was worked out once for all of them."""

from collections.abc import Hashable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django_tables2.utils import Accessor, signature

__all__ = ('PreparedColumn', 'RelatedColumn', 'ValueColumn', 'field_of')


class PreparedColumn:
    """A column whose cells differ in their values only; `attrs.td.as_html` is what templates ask of it."""

    def __init__(self, bound: Any) -> None:
        self._bound, self._accessor = bound, Accessor(bound.accessor)
        self._display = _display_method(bound)
        self._wanted, self._wants_all = signature(bound.render)
        self.attrs = {'td': {'as_html': bound.attrs['td'].as_html()}}

    def cell(self, row: Any) -> Any:
        """Return the HTML of the cell in this row."""
        value = self._value_of(row.record)
        return self._bound.default if value in self._bound.column.empty_values else self._shown(row, value)

    def _shown(self, row: Any, value: Any) -> Any:
        bound = self._bound
        own = {'column': bound.column, 'bound_column': bound, 'bound_row': row, 'table': row.table}
        given = {'value': value, 'record': row.record, **own}
        content = bound.render(**(given if self._wants_all else {name: given[name] for name in self._wanted}))
        return self._linked(content, given) if bound.link else content

    def _linked(self, content: Any, given: dict[str, Any]) -> Any:
        return self._bound.link(content, **given)

    def _value_of(self, record: Any) -> Any:
        return getattr(record, self._display)() if self._display else self._accessor.resolve(record, quiet=True)


class ValueColumn(PreparedColumn):
    """A column that shows the same for the same value, which is drawn once, however many rows have it."""

    def __init__(self, bound: Any) -> None:
        super().__init__(bound)
        self._drawn: dict[Any, Any] = {}

    def _shown(self, row: Any, value: Any) -> Any:
        known = self._known_by(value)
        if known not in self._drawn:
            self._drawn[known] = super()._shown(row, value)
        return self._drawn[known]

    def _known_by(self, value: Any) -> Hashable:
        # True and 1 are equal, but do not look alike.
        return type(value), value


class RelatedColumn(ValueColumn):
    """A column of links to related objects."""

    def _known_by(self, value: Any) -> Hashable:
        pk: int = value.pk
        return pk


def field_of(bound: Any) -> Any:
    """Return the field of the model that a column shows, if it shows one."""
    try:
        return bound._table._meta.model._meta.get_field(bound.accessor)
    except FieldDoesNotExist:
        return None


def _display_method(bound: Any) -> str | None:
    """Return the method that names a choice in words, for a field that has choices."""
    return f'get_{bound.accessor}_display' if getattr(field_of(bound), 'choices', None) else None
