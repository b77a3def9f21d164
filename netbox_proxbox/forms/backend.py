"""Forms of proxbox-api backends."""

from django import forms
from django.utils.translation import gettext_lazy as _
from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelFilterSetForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES
from utilities.forms.fields import TagFilterField
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import BulkEditNullBooleanSelect

from netbox_proxbox.models import ProxboxBackend

from .imports import ImportDefaultsMixin
from .secrets import SecretFormField, SecretsFormMixin

__all__ = (
    'ProxboxBackendBulkEditForm',
    'ProxboxBackendFilterForm',
    'ProxboxBackendForm',
    'ProxboxBackendImportForm',
)


class ProxboxBackendForm(SecretsFormMixin, PrimaryModelForm):
    """The page to add or edit one backend."""

    secret_fields = ('api_key',)
    api_key = SecretFormField(label=_('API key'))

    fieldsets = (
        FieldSet(
            'name',
            'base_url',
            'api_key',
            'verify_tls',
            'enabled',
            'description',
            'tags',
            name=_('proxbox-api'),
        ),
        FieldSet('max_concurrent', 'timeout', name=_('Use')),
    )

    class Meta:
        model = ProxboxBackend
        fields = (
            'name',
            'base_url',
            'verify_tls',
            'enabled',
            'max_concurrent',
            'timeout',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ProxboxBackendImportForm(ImportDefaultsMixin, SecretsFormMixin, PrimaryModelImportForm):
    """One line of an import."""

    secret_fields = ('api_key',)
    api_key = forms.CharField(required=False, strip=False, label=_('API key'))

    class Meta(ProxboxBackendForm.Meta):
        pass


class ProxboxBackendBulkEditForm(PrimaryModelBulkEditForm):
    """The fields that many backends may share; *Verify TLS* asks for the key of each, and has no place here."""

    model = ProxboxBackend
    enabled = forms.NullBooleanField(required=False, widget=BulkEditNullBooleanSelect(), label=_('Enabled'))
    max_concurrent = forms.IntegerField(required=False, min_value=1, max_value=100, label=_('Maximum concurrent runs'))
    timeout = forms.IntegerField(required=False, min_value=1, max_value=60, label=_('Timeout'))
    fieldsets = (FieldSet('enabled', 'max_concurrent', 'timeout', 'description'),)
    nullable_fields = ('description', 'comments')


class ProxboxBackendFilterForm(PrimaryModelFilterSetForm):
    """The filters beside the list."""

    model = ProxboxBackend
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('enabled', 'is_paused', name=_('proxbox-api')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    enabled = forms.NullBooleanField(
        required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES), label=_('Enabled')
    )
    is_paused = forms.NullBooleanField(
        required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES), label=_('Paused')
    )
    tag = TagFilterField(model)
