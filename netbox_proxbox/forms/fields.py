"""Fields of which several forms have many."""

from typing import Any

from django import forms
from utilities.forms.fields import CSVModelChoiceField, DynamicModelChoiceField
from utilities.forms.widgets import BulkEditNullBooleanSelect

__all__ = ('named', 'one_of', 'truth')


def one_of(model: Any, label: Any, help_text: Any = '', **kwargs: Any) -> DynamicModelChoiceField:
    """Return a field for one of NetBox's objects, or none."""
    return DynamicModelChoiceField(
        queryset=model.objects.all(), required=False, label=label, help_text=help_text, **kwargs
    )


def named(model: Any, to: str = 'name') -> CSVModelChoiceField:
    """Return the column of an import that names one of NetBox's objects, or none."""
    return CSVModelChoiceField(queryset=model.objects.all(), to_field_name=to, required=False)


def truth(label: Any) -> forms.NullBooleanField:
    """Return a field of a bulk edit that sets a boolean or leaves it as it is."""
    return forms.NullBooleanField(required=False, widget=BulkEditNullBooleanSelect(), label=label)
