"""Form fields that take a secret and never show one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

__all__ = ('ForgetSecretField', 'SecretFormField', 'SecretsFormMixin')

KEPT = _('Leave empty to keep the stored one.')


class SecretFormField(forms.CharField):
    """A password box that is empty even if there is a secret; left empty, the stored one stays, as `kept_text` says."""

    def __init__(self, *, kept_text: Any = KEPT, **kwargs: Any) -> None:
        self.kept_text = kept_text
        widget = forms.PasswordInput(render_value=False, attrs={'autocomplete': 'new-password'})
        super().__init__(**{'widget': widget, 'required': False, 'strip': False, **kwargs})


class ForgetSecretField(forms.BooleanField):
    """A check box that removes the stored secret."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{'required': False, **kwargs})


class SecretsFormMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Hands the `secret_fields` that were filled in to the model, which Django's forms do not do for such fields.

    A secret that the model must have is asked for until one is stored. A field `forget_<secret>` is there only while
    there is something to forget.
    """

    secret_fields: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.secret_fields:
            is_stored = bool(getattr(self.instance, name))
            if not is_stored:
                self.fields.pop(f'forget_{name}', None)
            if name in self.fields:
                self._explain(name, is_stored=is_stored)

    def clean(self) -> dict[str, Any]:
        """Assign the new secrets. A missing encryption key is an error of the field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.secret_fields:
            value, is_to_be_forgotten = cleaned.get(name), cleaned.get(f'forget_{name}')
            if value and is_to_be_forgotten:
                self.add_error(f'forget_{name}', _('Either enter a new one or remove the stored one.'))
            elif value or is_to_be_forgotten:
                self._assign(name, value or '')
        return cleaned

    def _explain(self, name: str, *, is_stored: bool) -> None:
        field, of_model = self.fields[name], self.instance._meta.get_field(name)
        field.required = not (of_model.blank or is_stored)
        field.help_text = of_model.help_text
        if is_stored and isinstance(field, SecretFormField):
            field.help_text = format_lazy('{}. {}', of_model.help_text, field.kept_text)

    def _assign(self, name: str, value: str) -> None:
        field = self.instance._meta.get_field(name)
        try:
            setattr(self.instance, name, field.clean(value, self.instance))
        except ValidationError as error:
            self.add_error(name, error)
