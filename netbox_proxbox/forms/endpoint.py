"""The forms to write Proxmox endpoints."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from netbox.forms import PrimaryModelBulkEditForm, PrimaryModelForm, PrimaryModelImportForm
from utilities.forms import add_blank_choice
from utilities.forms.fields import CSVChoiceField, CSVModelChoiceField
from utilities.forms.rendering import FieldSet, InlineFields
from utilities.forms.widgets import BulkEditNullBooleanSelect

from netbox_proxbox.choices import AbsenceChoices
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.models.absence import POLICY
from netbox_proxbox.models.creation import CREATED_WITH, CREATION
from netbox_proxbox.models.linking_rules import LINKING, SCOPE

from .absence import AbsenceFormMixin
from .backend_choice import BackendChoiceField
from .creation import CREATION_ROWS, CreationBulkEditMixin, CreationFields, CreationImportMixin
from .imports import ImportDefaultsMixin
from .last_updated import SavedDespiteSyncsMixin
from .linking_rules import LINKING_ROWS, LinkingBulkEditMixin, LinkingFormMixin, LinkingImportMixin
from .schedule import ScheduleBulkEditMixin, ScheduleFormMixin, ScheduleImportMixin
from .secrets import ForgetSecretField, SecretFormField, SecretsFormMixin

__all__ = ('ProxmoxEndpointBulkEditForm', 'ProxmoxEndpointForm', 'ProxmoxEndpointImportForm')

PLAIN_SELECT = forms.Select(attrs={'class': 'no-ts'})
PEM_BOX = forms.Textarea(attrs={'class': 'font-monospace', 'rows': 4, 'spellcheck': 'false'})
SCHEDULE_ROWS = (
    InlineFields('interval_every', 'interval_period', label=_('Interval')),
    InlineFields('crontab', 'crontab_timezone', label=_('or crontab')),
)


class LoginFormMixin(SecretsFormMixin):
    """The login of an endpoint: a password, or a token."""

    secret_fields = ('password', 'token_value')

    def clean(self) -> dict[str, Any]:
        """Forget the token's value with its name, for it could be neither used nor seen."""
        cleaned = super().clean()
        if 'token_name' in cleaned and not cleaned['token_name'] and not cleaned.get('token_value'):
            self.instance.token_value = None
        return cleaned


class ProxmoxEndpointForm(
    SavedDespiteSyncsMixin,
    AbsenceFormMixin,
    LinkingFormMixin,
    CreationFields,
    ScheduleFormMixin,
    LoginFormMixin,
    PrimaryModelForm,
):
    """The page to add or edit one endpoint. It shows what the chosen way to read it needs."""

    backend = BackendChoiceField(help_text=_('Directly needs no second service. Choose a proxbox-api if you run one.'))
    password = SecretFormField(label=_('Password'))
    forget_password = ForgetSecretField(
        label=_('Remove the password'), help_text=_('For an endpoint that uses a token from now on')
    )
    token_value = SecretFormField(
        label=_('Token value'), kept_text=_('Leave empty to keep the stored one. It is removed with its name.')
    )

    fieldsets = (
        FieldSet(
            *('name', 'backend', 'domain', 'ip_address', 'port', 'timeout', 'enabled', 'description', 'tags'),
            name=_('Endpoint'),
        ),
        FieldSet('token_name', 'token_value', 'username', 'password', 'forget_password', name=_('Login')),
        FieldSet('verify_ssl', 'ca_certificate', 'tls_fingerprint', name=_('Certificate')),
        FieldSet('further_addresses', 'use_other_members', name=_('Other Members'), html_id='other-members'),
        FieldSet(*SCHEDULE_ROWS, name=_('Schedule')),
        FieldSet(*POLICY, name=_('When a Node Disappears')),
        LINKING_ROWS,
        CREATION_ROWS,
    )

    class Meta:
        model = ProxmoxEndpoint
        fields: tuple[str, ...] = (
            'name',
            'backend',
            'domain',
            'ip_address',
            'port',
            'username',
            'token_name',
            'verify_ssl',
            'ca_certificate',
            'tls_fingerprint',
            'further_addresses',
            'use_other_members',
            'timeout',
            'enabled',
            *POLICY,
            *LINKING,
            *CREATION,
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {
            'ca_certificate': PEM_BOX,
            **dict.fromkeys(('when_node_disappears', 'link_nodes', 'link_clusters'), PLAIN_SELECT),
            'tls_fingerprint': forms.TextInput(attrs={'class': 'font-monospace', 'spellcheck': 'false'}),
        }


class ProxmoxEndpointImportForm(
    LinkingImportMixin,
    CreationImportMixin,
    ScheduleImportMixin,
    ImportDefaultsMixin,
    LoginFormMixin,
    PrimaryModelImportForm,
):
    """One line of an import."""

    backend = CSVModelChoiceField(
        queryset=ProxboxBackend.objects.all(),
        to_field_name='name',
        required=False,
        help_text=_('Name of a proxbox-api; empty to read Proxmox VE directly'),
    )
    when_node_disappears = CSVChoiceField(choices=AbsenceChoices, required=False)
    password = forms.CharField(required=False, strip=False)
    token_value = forms.CharField(required=False, strip=False)

    class Meta(ProxmoxEndpointForm.Meta):
        pass


class ProxmoxEndpointBulkEditForm(
    LinkingBulkEditMixin, CreationBulkEditMixin, ScheduleBulkEditMixin, PrimaryModelBulkEditForm
):
    """The fields that many endpoints may share.

    Not how they are read, their addresses, nor whom they trust: each login would have to be entered again for it.
    """

    model = ProxmoxEndpoint
    enabled = forms.NullBooleanField(required=False, widget=BulkEditNullBooleanSelect(), label=_('Enabled'))
    use_other_members = forms.NullBooleanField(
        required=False, widget=BulkEditNullBooleanSelect(), label=_('Use other members')
    )
    timeout = forms.IntegerField(required=False, min_value=1, max_value=60, label=_('Timeout'))
    when_node_disappears = forms.ChoiceField(
        choices=add_blank_choice(AbsenceChoices), required=False, label=_('When a node disappears')
    )
    keep_readings = forms.IntegerField(required=False, min_value=1, max_value=32767, label=_('Readings to keep it for'))
    deletion_limit = forms.IntegerField(required=False, min_value=0, max_value=100, label=_('Deletion limit (%)'))
    fieldsets = (
        FieldSet('enabled', 'use_other_members', 'timeout', 'description'),
        FieldSet(*SCHEDULE_ROWS, 'no_schedule', name=_('Schedule')),
        FieldSet(*POLICY, name=_('When a Node Disappears')),
        LINKING_ROWS,
        CREATION_ROWS,
    )
    nullable_fields = ('timeout', *SCOPE, *CREATED_WITH, 'create_tags', 'description', 'comments')
