"""Filters of rows by their link to one of NetBox's objects."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import LinkOriginChoices

from .base import PrimaryFilterSet
from .fields import TrueOrFalseFilter

__all__ = ('LinkFilterSet',)


class LinkFilterSet(PrimaryFilterSet):
    """For models with a link. Where a link was from that is gone says nothing."""

    link_origin = django_filters.MultipleChoiceFilter(choices=LinkOriginChoices, distinct=False, null_value=None)
    is_linked = TrueOrFalseFilter(method='filter_linked', label=_('Is linked'))
    is_linked_by_rule = TrueOrFalseFilter(method='filter_linked_by_rule', label=_('Is linked by a rule'))
    has_link_candidate = TrueOrFalseFilter(method='filter_candidates', label=_('Has link candidates'))

    def filter_linked(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the rows with a link, or all others."""
        return queryset.filter(**{f'{queryset.model.link}__isnull': not value})

    def filter_linked_by_rule(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the rows with a link that a rule has made, or all others."""
        by_rule = Q(**{f'{queryset.model.link}__isnull': False}, link_origin__in=LinkOriginChoices.BY_RULE)
        return queryset.filter(by_rule if value else ~by_rule)

    def filter_candidates(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the rows that may belong to something, or all others."""
        return queryset.exclude(link_candidates=[]) if value else queryset.filter(link_candidates=[])
