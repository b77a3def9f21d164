"""What an import means by a column that is left out, and by a cell that is empty."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import EMPTY_VALUES

__all__ = ('ImportDefaultsMixin',)


class ImportDefaultsMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Leaves what a row has in place for a column with a default that is left out or empty: a new row has the default.

    A check box would read both as "no", and Django would store NULL for an empty number without a look at it.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        # Not those of secrets, which are never editable: what they hold would be taken for a new one.
        fields = filter(_has_own_default, self.instance._meta.fields)
        with_default = {field.name for field in fields} & set(self.fields)
        if data is None:
            for name in with_default:
                self.fields[name].required = False
            return
        for name in with_default - data.keys():
            del self.fields[name]
        empty = (name for name in with_default & data.keys() if _is_empty(data[name]))
        self.data = {**data, **{name: getattr(self.instance, name) for name in empty}}


def _has_own_default(field: Any) -> bool:
    """Tell whether a field has a default that says more than an empty cell does."""
    return bool(field.editable and field.has_default() and field.get_default() not in EMPTY_VALUES)


def _is_empty(value: Any) -> bool:
    return value in EMPTY_VALUES or (isinstance(value, str) and not value.strip())
