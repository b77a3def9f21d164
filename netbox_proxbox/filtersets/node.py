"""Filters of Proxmox nodes."""

from typing import Any

import django_filters
from dcim.models import Device
from django.utils.translation import gettext_lazy as _
from utilities.filters import MultiValueDecimalFilter
from utilities.filtersets import register_filterset

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.models.percentages import PERCENTAGES

from .base import PrimaryFilterSet
from .related import NameOrIdFilter

__all__ = ('ProxmoxNodeFilterSet',)

COMPARISONS = ('gt', 'gte', 'lt', 'lte')


def _by_percentage(name: str, **kwargs: Any) -> django_filters.Filter:
    return MultiValueDecimalFilter(field_name=name, distinct=False, **kwargs)


@register_filterset
class ProxmoxNodeFilterSet(PrimaryFilterSet):
    """`<relation>_id` takes a primary key, and `<relation>` a name or a primary key."""

    search_fields = ('name', 'ip_address', 'ssl_fingerprint')

    endpoint_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (ID)')
    )
    endpoint = NameOrIdFilter(queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (name or ID)'))
    proxmox_cluster_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxCluster.objects.all(), distinct=False, label=_('Proxmox cluster (ID)')
    )
    proxmox_cluster = NameOrIdFilter(
        queryset=ProxmoxCluster.objects.all(), distinct=False, label=_('Proxmox cluster (name or ID)')
    )
    netbox_device_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Device.objects.all(), distinct=False, label=_('NetBox device (ID)')
    )
    netbox_device = NameOrIdFilter(queryset=Device.objects.all(), distinct=False, label=_('NetBox device (name or ID)'))

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
            'disk_usage',
            'max_disk',
            'uptime',
            'pve_version',
            'ssl_fingerprint',
            'support_level',
            'online_since',
            'offline_since',
            'last_seen',
            'metrics_read_at',
            'description',
        )

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Add those by percentages, which are no columns: NetBox makes comparisons for columns only."""
        filters: dict[str, django_filters.Filter] = super().get_filters()
        for name in PERCENTAGES:
            filters[name] = _by_percentage(name)
            filters[f'{name}__n'] = _by_percentage(name, exclude=True)
            filters |= {f'{name}__{lookup}': _by_percentage(name, lookup_expr=lookup) for lookup in COMPARISONS}
        return filters
