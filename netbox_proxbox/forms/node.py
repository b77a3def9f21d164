"""The forms to write Proxmox nodes."""

from dcim.models import Device
from django.utils.translation import gettext_lazy as _
from netbox.forms import PrimaryModelBulkEditForm, PrimaryModelForm, PrimaryModelImportForm
from utilities.forms.fields import CSVModelChoiceField, DynamicModelChoiceField
from utilities.forms.rendering import FieldSet

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import METRICS

from .imports import ImportDefaultsMixin
from .last_updated import SavedDespiteSyncsMixin
from .locks import SyncedFormMixin

__all__ = ('ProxmoxNodeBulkEditForm', 'ProxmoxNodeForm', 'ProxmoxNodeImportForm')

TOPOLOGY = (
    'endpoint',
    'proxmox_cluster',
    'name',
    'node_id',
    'ip_address',
    'online',
    'local',
    'ssl_fingerprint',
    'support_level',
    'pve_version',
)


class ProxmoxNodeForm(SavedDespiteSyncsMixin, SyncedFormMixin, PrimaryModelForm):
    """The page to add or edit one node."""

    synced_fields = TOPOLOGY + METRICS
    endpoint = DynamicModelChoiceField(queryset=ProxmoxEndpoint.objects.all(), label=_('Endpoint'))
    proxmox_cluster = DynamicModelChoiceField(
        queryset=ProxmoxCluster.objects.all(),
        required=False,
        query_params={'endpoint_id': '$endpoint'},
        label=_('Proxmox cluster'),
    )
    netbox_device = DynamicModelChoiceField(
        queryset=Device.objects.all(), required=False, selector=True, label=_('NetBox device')
    )

    fieldsets = (
        FieldSet('netbox_device', 'description', 'tags', name=_('NetBox')),
        FieldSet(*TOPOLOGY, name=_('Proxmox')),
        FieldSet(*METRICS, name=_('Metrics')),
    )

    class Meta:
        model = ProxmoxNode
        fields = (*TOPOLOGY, *METRICS, 'netbox_device', 'description', 'owner', 'comments', 'tags')


class ProxmoxNodeImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    """One line of an import: a new node, or with its `id` one that exists, such as to link it by name."""

    endpoint = CSVModelChoiceField(queryset=ProxmoxEndpoint.objects.all(), to_field_name='name')
    netbox_device = CSVModelChoiceField(queryset=Device.objects.all(), to_field_name='name', required=False)

    class Meta:
        model = ProxmoxNode
        fields = (
            'endpoint',
            'name',
            'node_id',
            'ip_address',
            'online',
            'netbox_device',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ProxmoxNodeBulkEditForm(PrimaryModelBulkEditForm):
    """The fields that many nodes may share, none of which a sync writes."""

    model = ProxmoxNode
    netbox_device = DynamicModelChoiceField(queryset=Device.objects.all(), required=False, label=_('NetBox device'))
    fieldsets = (FieldSet('netbox_device', 'description'),)
    nullable_fields = ('netbox_device', 'description', 'comments')
