"""What an endpoint does with nodes that disappear, in its form."""

from typing import Any

from django import forms

from netbox_proxbox.models.absence import POLICY

__all__ = ('AbsenceFormMixin',)


class AbsenceFormMixin(forms.ModelForm):  # type: ignore[type-arg]
    """What a form leaves out or empty, such as one that was opened before an upgrade, stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in POLICY:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in what the endpoint, or for a new one the settings, say."""
        cleaned = super().clean() or {}
        empty = [name for name in POLICY if cleaned.get(name, ...) in (None, '')]
        return cleaned | {name: getattr(self.instance, name) for name in empty}
