"""The forms to write Proxmox clusters."""

from django.utils.translation import gettext_lazy as _
from netbox.forms import PrimaryModelBulkEditForm, PrimaryModelForm, PrimaryModelImportForm
from utilities.forms.fields import CSVModelChoiceField, DynamicModelChoiceField
from utilities.forms.rendering import FieldSet
from virtualization.models import Cluster

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint

from .imports import ImportDefaultsMixin
from .last_updated import SavedDespiteSyncsMixin
from .locks import SyncedFormMixin

__all__ = ('ProxmoxClusterBulkEditForm', 'ProxmoxClusterForm', 'ProxmoxClusterImportForm')


class ProxmoxClusterForm(SavedDespiteSyncsMixin, SyncedFormMixin, PrimaryModelForm):
    """The page to add or edit one cluster."""

    synced_fields = ('endpoint', 'name', 'cluster_id', 'mode', 'nodes_count', 'quorate', 'version')
    endpoint = DynamicModelChoiceField(queryset=ProxmoxEndpoint.objects.all(), label=_('Endpoint'))
    netbox_cluster = DynamicModelChoiceField(
        queryset=Cluster.objects.all(), required=False, selector=True, quick_add=True, label=_('NetBox cluster')
    )

    fieldsets = (
        FieldSet('netbox_cluster', 'description', 'tags', name=_('NetBox')),
        FieldSet(*synced_fields, name=_('Proxmox')),
    )

    class Meta:
        model = ProxmoxCluster
        fields = (
            'endpoint',
            'netbox_cluster',
            'name',
            'cluster_id',
            'mode',
            'nodes_count',
            'quorate',
            'version',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ProxmoxClusterImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    """One line of an import: a new cluster, or with its `id` one that exists, such as to link it by name."""

    endpoint = CSVModelChoiceField(queryset=ProxmoxEndpoint.objects.all(), to_field_name='name')
    netbox_cluster = CSVModelChoiceField(queryset=Cluster.objects.all(), to_field_name='name', required=False)

    class Meta(ProxmoxClusterForm.Meta):
        pass


class ProxmoxClusterBulkEditForm(PrimaryModelBulkEditForm):
    """The fields that many clusters may share, none of which a sync writes."""

    model = ProxmoxCluster
    netbox_cluster = DynamicModelChoiceField(queryset=Cluster.objects.all(), required=False, label=_('NetBox cluster'))
    fieldsets = (FieldSet('netbox_cluster', 'description'),)
    nullable_fields = ('netbox_cluster', 'description', 'comments')
