"""Rows that syncs and people write, whose edits never set back what a sync wrote meanwhile."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.utils.html import format_html
from django.utils.translation import gettext as _
from utilities.exceptions import AbortRequest

from .documented import DocumentedModel

__all__ = ('SyncedModel',)


class SyncedModel(DocumentedModel):
    """Saves those of its `synced_fields` that were set since the row was loaded, and all other fields.

    An edit holds a row as it was loaded. What a sync has committed since then is newer and stays. `shared_fields` are
    treated like that too, and written by people as well. `watched_fields` are others of which is remembered what the
    database holds. All name columns (`proxmox_cluster_id`, not `proxmox_cluster`).
    """

    synced_fields: ClassVar[tuple[str, ...]] = ()
    shared_fields: ClassVar[tuple[str, ...]] = ()
    watched_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._as_loaded: dict[str, Any] = {}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edit. Raises AbortRequest when the row was deleted meanwhile: NetBox shows its message."""
        is_new = self.pk is None or self._state.adding or kwargs.get('force_insert')
        if kwargs.get('update_fields') is None and not is_new:
            kwargs['update_fields'] = self._edited_fields()
        try:
            super().save(*args, **kwargs)
        except self.NotUpdated as error:
            # NetBox's pages take the message for HTML.
            words = format_html(_('{row} was deleted meanwhile, so nothing was saved.'), row=self)
            raise AbortRequest(words) from error
        self.remember(kwargs.get('update_fields'))

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Load a row, and remember what the database held of it."""
        instance = super().from_db(db, field_names, values, **kwargs)
        instance.remember()
        return instance

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Load the row or some of its fields again, and remember what the database held there."""
        fields = None if fields is None else list(fields)
        super().refresh_from_db(using, fields, *args, **kwargs)
        self.remember(fields)

    def remember(self, fields: Iterable[str] | None = None) -> None:
        """Take what the instance holds of these fields, or of all, for what the database holds."""
        columns = self._remembered() if fields is None else self._remembered() & self.columns_of(fields)
        self._as_loaded |= {name: self.__dict__[name] for name in columns if name in self.__dict__}

    def forget(self, *names: str) -> None:
        """Let synced fields be saved whether they hold a new value or not."""
        for name in names:
            self._as_loaded.pop(name, None)

    def is_edited(self, column: str) -> bool:
        """Tell whether a synced or watched column was set to something else than the database was seen to hold."""
        held = self.__dict__
        return column in held and (column not in self._as_loaded or held[column] != self._as_loaded[column])

    def columns_of(self, fields: Iterable[str]) -> set[str]:
        """Return the columns of fields, which may be named as Django does: with or without `_id`."""
        named = set(fields)
        return {field.attname for field in self._meta.concrete_fields if named & {field.name, field.attname}}

    def _remembered(self) -> set[str]:
        return {*self.synced_fields, *self.shared_fields, *self.watched_fields}

    def _edited_fields(self) -> set[str]:
        """Return the columns of all fields that were loaded, but for those of syncs that hold what was loaded."""
        loaded = {field.attname for field in self._meta.concrete_fields if not field.primary_key} & self.__dict__.keys()
        of_syncs = {*self.synced_fields, *self.shared_fields}
        return {name for name in loaded if name not in of_syncs or self.is_edited(name)}
