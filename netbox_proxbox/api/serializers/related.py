"""Related objects that a request describes by their attributes."""

from typing import Any

from django.db import DataError
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import BaseSerializer, ValidationError
from rest_framework.settings import api_settings

__all__ = ('RelatedLookupMixin',)


class RelatedLookupMixin(BaseSerializer[Any]):
    """Refuses attributes that no related object can have, such as a port "abc", where NetBox's lookup would fail."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values to store. Raises ValidationError."""
        try:
            return super().to_internal_value(data)
        except (DataError, TypeError, ValueError):
            words = _('A related object is described by a value that its field cannot hold.')
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [words]}) from None
