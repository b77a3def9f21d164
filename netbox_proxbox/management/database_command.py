"""A command that needs the tables of NetBox and of this plugin."""

from typing import Any

from core.models import ObjectType
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFailure

__all__ = ('DatabaseCommand',)


class DatabaseCommand(BaseCommand):
    """Says what to do about a database that cannot be used, such as one that is not migrated."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run. Raises CommandError."""
        try:
            return super().execute(*args, **options)
        except (DatabaseFailure, ObjectType.DoesNotExist) as error:
            raise CommandError(f"The database cannot be used ({type(error).__name__}): run 'netbox migrate'.") from None
