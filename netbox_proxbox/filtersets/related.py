"""Filters by another object, of which people know the name and programs the id."""

from typing import Any

import django_filters
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from drf_spectacular.utils import extend_schema_field

__all__ = ('NameOrIdFilter',)

without_null_characters = ProhibitNullCharactersValidator()
SCHEMA = {
    'type': 'string',
    'description': _('A name or an ID. Where a name is the same number as an ID, the name counts.'),
}


class NameOrIdField(ModelMultipleChoiceField):
    """Takes names and ids. All objects of a name are meant; what no object is called is an id, or refused."""

    def clean(self, value: Any) -> Any:
        """Return the objects. Raises ValidationError for what is neither a name nor an id."""
        values = [str(one) for one in value or ()]
        for one in values:
            without_null_characters(one)
        ids = self._ids_by_name(values)
        return super().clean([pk for one in values for pk in ids.get(one, [one])])

    def _ids_by_name(self, names: list[str]) -> dict[str, list[int]]:
        ids: dict[str, list[int]] = {}
        for name, pk in self.queryset.filter(name__in=names).values_list('name', 'pk') if names else ():
            ids.setdefault(name, []).append(pk)
        return ids


@extend_schema_field(SCHEMA)
class NameOrIdFilter(django_filters.ModelMultipleChoiceFilter):
    """A filter by name or id that answers 400 to what is neither."""

    field_class = NameOrIdField
