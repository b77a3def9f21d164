"""What the database refuses, answered in words."""

from django.db import DataError
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

__all__ = ('UnstorableValuesMixin',)


class UnstorableValuesMixin(APIView):
    """Answers 400 to a value that passed all checks but that PostgreSQL cannot hold, such as a NUL in a text.

    NetBox looks related objects up by whatever attributes a request gives, before any field could check them.
    """

    def handle_exception(self, exc: Exception) -> Response:
        """Turn the refusal of the database into one of the request."""
        if isinstance(exc, DataError):
            exc = ValidationError({'detail': _('The database cannot hold one of the values: mind NUL and ranges.')})
        return super().handle_exception(exc)
