"""The link of a row to one of NetBox's objects, in a NetBox with branches."""

from typing import Any

from django.db import models, router
from django.utils.html import format_html
from django.utils.translation import gettext as _
from utilities.exceptions import AbortRequest

from netbox_proxbox.database.branching import is_in_a_branch

from .synced import SyncedModel

__all__ = ('LinkedModel', 'set_null_in_main')


def set_null_in_main(collector: Any, field: Any, rows: Any, using: str) -> None:
    """SET_NULL, but not for an object that is deleted in a branch: it is still in main, and so is the link."""
    if using == router.db_for_write(field.model):
        models.SET_NULL(collector, field, rows, using)


class LinkedModel(SyncedModel):
    """Has a `link`, the name of a foreign key that people set. The row is in main, and so must be what it leads to."""

    link = ''

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, but no link of a branch. Raises AbortRequest for a new one; NetBox shows its message.

        Before NetBox deletes an object it clears and saves the links to it. One that is deleted in a branch is deleted
        in main when the branch is merged, and then the link is cleared, too.
        """
        field = self._meta.get_field(self.link)
        if is_in_a_branch(field.related_model, type(self)) and self.is_edited(field.attname):
            if getattr(self, field.attname) is not None:
                raise AbortRequest(format_html(_('{row} is kept in main: deactivate the branch to link it.'), row=self))
            if not self._state.adding:
                return
        super().save(*args, **kwargs)
