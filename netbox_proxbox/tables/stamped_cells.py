"""Cells that differ in the row's primary key and name only: drawn once, for a row that stands in, and then copied."""

import secrets
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .cells import PreparedColumn

__all__ = ('ButtonsColumn', 'CheckboxColumn', 'OwnLinkColumn')


class StandIn:
    """What a row's key and name are replaced with; nobody can foresee these, and put them into an address or a name."""

    def __init__(self) -> None:
        self.key = str(10**17 + secrets.randbelow(10**17))
        self.name = f'name-{secrets.token_hex(8)}'

    def __str__(self) -> str:
        return self.name

    def form(self, html: str) -> str:
        """Return the HTML of the row that stands in as a form for `format_html`, with `key` and `name`."""
        escaped = html.replace('{', '{{').replace('}', '}}')
        return escaped.replace(self.key, '{key}').replace(self.name, '{name}')


class StampedColumn(PreparedColumn, ABC):
    """A column that draws something once."""

    @cached_property
    def _form(self) -> str:
        stand_in = StandIn()
        return stand_in.form(str(self._drawn_for(stand_in)))

    @abstractmethod
    def _drawn_for(self, stand_in: StandIn) -> Any:
        """Draw what all cells have in common."""


class ButtonsColumn(StampedColumn):
    """NetBox's buttons at the end of a row."""

    def cell(self, row: Any) -> SafeString:
        """Return the buttons with the key of this row."""
        return format_html(self._form, key=row.record.pk)

    def _drawn_for(self, stand_in: StandIn) -> Any:
        table = self._bound._table
        return self._bound.render(record=table._meta.model(pk=int(stand_in.key)), table=table)


class CheckboxColumn(StampedColumn):
    """NetBox's checkbox that selects a row."""

    def cell(self, row: Any) -> SafeString:
        """Return the checkbox with the key and the name of this row."""
        return format_html(self._form, key=row.record.pk, name=row.record)

    def _drawn_for(self, stand_in: StandIn) -> Any:
        return self._bound.render(value=stand_in.key, bound_column=self._bound, record=stand_in)


class OwnLinkColumn(StampedColumn):
    """A field that is a link to the page of the row itself."""

    def _linked(self, content: Any, given: dict[str, Any]) -> SafeString:
        return format_html(self._form, key=given['record'].pk, name=content)

    def _drawn_for(self, stand_in: StandIn) -> Any:
        record = self._bound._table._meta.model(pk=int(stand_in.key))
        return self._bound.link(str(stand_in), value=str(stand_in), record=record, bound_column=self._bound)
