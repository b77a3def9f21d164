"""What the filtersets of all models share."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from netbox.filtersets import BaseFilterSet, PrimaryModelFilterSet
from utilities.filters import MultiValueDecimalFilter

from .fields import AddressFilter, TrueOrFalseFilter

__all__ = ('PrimaryFilterSet', 'SearchableFilterSet')

FILTER_OF_FIELD = {
    models.BooleanField: {'filter_class': TrueOrFalseFilter},
    models.FloatField: {'filter_class': MultiValueDecimalFilter},
    models.GenericIPAddressField: {'filter_class': AddressFilter},
}


class SearchableFilterSet(BaseFilterSet):
    """`q` finds its text in any of the `search_fields`."""

    FILTER_DEFAULTS = BaseFilterSet.FILTER_DEFAULTS | FILTER_OF_FIELD
    search_fields: tuple[str, ...] = ()

    q = django_filters.CharFilter(method='search', label=_('Search'))

    def search(self, queryset: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        """Return the rows that have the text in one of the search fields."""
        text = value.strip()
        if not text:
            return queryset
        return queryset.filter(reduce(or_, (models.Q((f'{field}__icontains', text)) for field in self.search_fields)))


class PrimaryFilterSet(SearchableFilterSet, PrimaryModelFilterSet):
    """Adds NetBox's own filters: owner, tags, custom fields, times of change."""
