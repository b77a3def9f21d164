"""What an import means by a column that is left out."""

from collections.abc import Mapping
from typing import Any

from django import forms

__all__ = ('ImportDefaultsMixin',)


class ImportDefaultsMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Leaves the model's default in place for a column that is left out: a check box would read that as "no"."""

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        with_default = [field.name for field in self.instance._meta.fields if field.has_default()]
        for name in set(with_default) & set(self.fields):
            if data is not None and name not in data:
                del self.fields[name]
            else:
                self.fields[name].required = False
