"""What the filtersets of all models share."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from netbox.filtersets import BaseFilterSet, PrimaryModelFilterSet
from utilities.filters import MultiValueDecimalFilter

from .fields import AddressFilter, MomentFilter, PatternFilter, TrueOrFalseFilter

__all__ = ('PrimaryFilterSet', 'SearchableFilterSet')

FILTER_OF_FIELD = {
    models.DateTimeField: {'filter_class': MomentFilter},
    models.BooleanField: {'filter_class': TrueOrFalseFilter},
    models.FloatField: {'filter_class': MultiValueDecimalFilter},
    models.GenericIPAddressField: {'filter_class': AddressFilter},
}


class SearchableFilterSet(BaseFilterSet):
    """`q` finds its text in any of the `search_fields`."""

    FILTER_DEFAULTS = BaseFilterSet.FILTER_DEFAULTS | FILTER_OF_FIELD
    search_fields: tuple[str, ...] = ()

    q = django_filters.CharFilter(method='search', label=_('Search'))

    @classmethod
    def filter_for_lookup(cls, field: Any, lookup_type: str) -> tuple[type[django_filters.Filter], dict[str, Any]]:
        """Return the filter of a field for one lookup, such as that of `name__regex`."""
        if lookup_type in ('regex', 'iregex'):
            return PatternFilter, {}
        if lookup_type in ('isnull', 'empty'):
            return TrueOrFalseFilter, {}
        stock: tuple[type[django_filters.Filter], dict[str, Any]] = super().filter_for_lookup(field, lookup_type)
        return stock

    def search(self, queryset: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        """Return the rows that have the text in one of the search fields."""
        text = value.strip()
        if not text:
            return queryset
        return queryset.filter(reduce(or_, (models.Q((f'{field}__icontains', text)) for field in self.search_fields)))


class PrimaryFilterSet(SearchableFilterSet, PrimaryModelFilterSet):
    """Adds NetBox's own filters: owner, tags, custom fields, times of change."""

    created = MomentFilter()
    last_updated = MomentFilter()
