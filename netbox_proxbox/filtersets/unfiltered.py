"""What is not filtered costs next to nothing: most pages and requests filter by one thing, or by none."""

from typing import Any

from django import forms
from django.apps import apps
from django_filters import Filter
from netbox.filtersets import BaseFilterSet

__all__ = ('NamedFiltersOnlyMixin',)


class NamedFiltersOnlyMixin(BaseFilterSet):
    """Looks at the filters that a request names. The others, some 150 of a model, would do nothing.

    Each filter must read its own name from the request and nothing else, as all of django-filter's do but ranges.
    """

    _ready_filters: dict[str, Filter]

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """Return all filters, made once. NetBox 4.7 makes them for each request, for lookups come late."""
        if '_ready_filters' not in cls.__dict__ or not apps.ready:
            cls._ready_filters = super().get_filters()
        return cls._ready_filters.copy()

    def get_form_class(self) -> type[forms.Form]:
        """Return a form of the fields that there is anything to check of."""
        fields: dict[str, Any] = {name: filter_.field for name, filter_ in self.filters.items() if name in self.data}
        return type(f'{type(self).__name__}Form', (self._meta.form,), fields)
