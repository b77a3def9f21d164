"""Filters that refuse what they cannot understand, where the stock ones ignore it or fail in the database."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db import DataError, connection, transaction
from django.utils.translation import gettext_lazy as _
from utilities.filters import MultiValueCharFilter, MultiValueDateTimeFilter

__all__ = ('AddressFilter', 'MomentFilter', 'PatternFilter', 'TrueOrFalseFilter')

# PostgreSQL's limit; the zones of the world are within 14 hours.
FARTHEST_ZONE = timedelta(hours=16)


class TrueOrFalseField(forms.Field):
    """`true` or `false`, in any case; `1` and `0` mean the same."""

    def to_python(self, value: Any) -> bool | None:
        """Return the truth value. Raises ValidationError for any other word."""
        if value in self.empty_values:
            return None
        match str(value).strip().lower():
            case 'true' | '1':
                return True
            case 'false' | '0':
                return False
        raise ValidationError(_('"%(value)s" is neither true nor false.'), code='invalid', params={'value': value})


class TrueOrFalseFilter(django_filters.BooleanFilter):
    """A filter by a truth value that answers 400 to anything else."""

    field_class = TrueOrFalseField


class AddressFilter(MultiValueCharFilter):
    """A filter by IP address that answers 400 to a malformed one. Lookups by a part of it take any text."""

    @property
    def field(self) -> forms.Field:
        """Return the form field, which checks addresses where the database would."""
        field: forms.Field = super().field
        if self.lookup_expr == 'exact' and self._check_address not in field.validators:
            field.validators.append(self._check_address)
        return field

    def _check_address(self, value: str) -> None:
        if value != self.null_value:
            validate_ipv46_address(value)


class MomentFilter(MultiValueDateTimeFilter):
    """A filter by date and time that answers 400 to a distance from UTC that PostgreSQL cannot read."""

    @property
    def field(self) -> forms.Field:
        """Return the form field, which checks the zone of each moment."""
        field: forms.Field = super().field
        if _check_zone not in field.validators:
            field.validators.append(_check_zone)
        return field


class PatternFilter(MultiValueCharFilter):
    """A filter by regular expression that answers 400 to one that PostgreSQL cannot read."""

    @property
    def field(self) -> forms.Field:
        """Return the form field, which lets PostgreSQL try each pattern."""
        field: forms.Field = super().field
        if _check_pattern not in field.validators:
            field.validators.append(_check_pattern)
        return field


def _check_zone(moment: datetime) -> None:
    offset = moment.utcoffset()
    if offset is not None and abs(offset) >= FARTHEST_ZONE:
        raise ValidationError(_('"%(value)s" is in no time zone.'), params={'value': moment.isoformat()})


def _check_pattern(pattern: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT '' ~ %s", [pattern])
    except DataError:
        raise ValidationError(_('"%(value)s" is no regular expression.'), params={'value': pattern}) from None
