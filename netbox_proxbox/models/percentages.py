"""Percentages of nodes: of a row in Python, and of all rows in SQL, to filter and order by. Both say the same.

They are no generated columns: what copies a table with `LIKE`, as branches do, makes plain, empty columns of those.
"""

from functools import cached_property
from typing import Any

from django.db.models import Case, F, FloatField, Func, Manager, Value, When
from django.db.models.functions import Cast, Greatest, Least
from django.db.models.sql import Query
from utilities.querysets import RestrictedQuerySet

__all__ = ('PERCENTAGES', 'NodeManager', 'cpu_percent', 'space_percent')


def cpu_percent(usage: float) -> float:
    """Return the use of the CPU from 0 to 100. A stored value above 1 was written by hand as a percentage already."""
    return _two_places(usage if usage > 1 else usage * 100)


def space_percent(used: int, total: int) -> float:
    """Return the use of memory or disk from 0 to 100; 0 when the total is not known."""
    return _two_places(used / total * 100) if total else 0.0


def _two_places(percent: float) -> float:
    return round(max(0.0, min(percent, 100.0)) * 100) / 100


def _two_places_in_sql(percent: Any) -> Any:
    within = Greatest(Value(0.0), Least(percent, Value(100.0)), output_field=FloatField())
    return Func(within * 100.0, function='ROUND', output_field=FloatField()) / Value(100.0)


def _space_in_sql(what: str) -> Case:
    return Case(
        When(**{f'max_{what}': 0}, then=Value(0.0)),
        default=Cast(f'{what}_usage', FloatField()) / Cast(f'max_{what}', FloatField()) * 100.0,
        output_field=FloatField(),
    )


CPU = Case(When(cpu_usage__gt=1, then=F('cpu_usage')), default=F('cpu_usage') * 100.0, output_field=FloatField())
PERCENTAGES = {
    'cpu_usage_percent': _two_places_in_sql(CPU),
    'memory_usage_percent': _two_places_in_sql(_space_in_sql('memory')),
    'disk_usage_percent': _two_places_in_sql(_space_in_sql('disk')),
}


class NodeManager(Manager.from_queryset(RestrictedQuerySet)):  # type: ignore[misc]  # made by Django
    """Lets queries filter and order by the percentages as by columns. What does not name them costs nothing."""

    def get_queryset(self) -> Any:
        """Return all nodes."""
        nodes = super().get_queryset()
        nodes.query = self._query.clone()
        return nodes

    @cached_property
    def _query(self) -> Query:
        # A filter set asks for all nodes once for each of its some 170 filters, and an alias is resolved each time.
        return super().get_queryset().alias(**PERCENTAGES).query
