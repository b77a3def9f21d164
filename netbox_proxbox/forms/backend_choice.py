"""How an endpoint is read: directly, or through one of the backends."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.models import ProxboxBackend

__all__ = ('BackendChoiceField',)


class BackendChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A plain list, of which the empty entry is "directly"."""

    def __init__(self, **kwargs: Any) -> None:
        stock = {
            'required': False,
            'label': _('Read through'),
            'empty_label': _('Directly (the API of Proxmox VE)'),
            # NetBox's own picker shows an empty entry as if nothing had been chosen yet.
            'widget': forms.Select(attrs={'class': 'no-ts'}),
        }
        super().__init__(ProxboxBackend.objects.all(), **{**stock, **kwargs})

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        """Offer the backend that the endpoint has to whoever may change the endpoint, as its page names it.

        If it were left out, "directly" would be shown in its place, and saved.
        """
        own = ProxboxBackend.objects.filter(pk=form.instance.backend_id)
        self.queryset = own if self.queryset is None else self.queryset | own
        return super().get_bound_field(form, field_name)
