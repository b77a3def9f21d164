"""What people may not edit because each sync writes it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

__all__ = ('SyncedFormMixin',)


class SyncedFormMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Locks the `synced_fields` of a row that exists; a new row may be filled in until the next sync corrects it.

    A locked field offers the one object that the row names, as the row's page does, to whoever may change the row.
    """

    synced_fields: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.synced_fields:
            field = self.fields[name]
            if self.instance.pk:
                field.disabled = True
                if isinstance(field, forms.ModelChoiceField):
                    field.queryset = self._named_by_row(name, field)

    def _named_by_row(self, name: str, field: Any) -> QuerySet[Any]:
        # Not the model's own kind of query set: NetBox would restrict that one to what the user may view.
        return QuerySet(field.queryset.model).filter(pk=self.instance.serializable_value(name))
