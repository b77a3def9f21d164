"""Exports that say what their numbers count."""

from typing import Any

from django.http import HttpResponse
from netbox.views import generic

__all__ = ('UnitsInExportMixin',)


class UnitsInExportMixin(generic.ObjectListView):
    """Adds the table's `export_units` to the headers of an export, whose cells are bare numbers."""

    def export_table(self, table: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the table as CSV."""
        for name, unit in table.export_units.items():
            bound = table.columns[name]
            bound.column.verbose_name = f'{bound.header} ({unit})'
        return super().export_table(table, *args, **kwargs)
