"""Filters of Proxmox nodes."""

import django_filters
from dcim.models import Device
from django.utils.translation import gettext_lazy as _
from utilities.filtersets import register_filterset

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .base import PrimaryFilterSet

__all__ = ('ProxmoxNodeFilterSet',)


@register_filterset
class ProxmoxNodeFilterSet(PrimaryFilterSet):
    """`<relation>_id` takes a primary key and `<relation>` a name."""

    search_fields = ('name', 'ip_address', 'ssl_fingerprint')

    endpoint_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (ID)')
    )
    endpoint = django_filters.ModelMultipleChoiceFilter(
        field_name='endpoint__name',
        queryset=ProxmoxEndpoint.objects.all(),
        distinct=False,
        to_field_name='name',
        label=_('Endpoint (name)'),
    )
    proxmox_cluster_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxCluster.objects.all(), distinct=False, label=_('Proxmox cluster (ID)')
    )
    proxmox_cluster = django_filters.ModelMultipleChoiceFilter(
        field_name='proxmox_cluster__name',
        queryset=ProxmoxCluster.objects.all(),
        distinct=False,
        to_field_name='name',
        label=_('Proxmox cluster (name)'),
    )
    netbox_device_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Device.objects.all(), distinct=False, label=_('NetBox device (ID)')
    )
    netbox_device = django_filters.ModelMultipleChoiceFilter(
        field_name='netbox_device__name',
        queryset=Device.objects.all(),
        distinct=False,
        to_field_name='name',
        label=_('NetBox device (name)'),
    )

    class Meta:
        model = ProxmoxNode
        fields = (
            'id',
            'name',
            'node_id',
            'ip_address',
            'online',
            'local',
            'cpu_usage',
            'max_cpu',
            'memory_usage',
            'max_memory',
            'uptime',
            'ssl_fingerprint',
            'support_level',
            'last_seen',
            'metrics_read_at',
            'description',
        )
