"""Filters of Proxmox nodes."""

from typing import Any

import django_filters
from dcim.models import Device
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from utilities.filters import MultiValueDecimalFilter
from utilities.filtersets import register_filterset

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.models.percentages import PERCENTAGES

from .fields import TrueOrFalseFilter
from .links import LinkFilterSet
from .related import NameOrIdFilter

__all__ = ('ProxmoxNodeFilterSet',)

COMPARISONS = ('gt', 'gte', 'lt', 'lte')


def _by_percentage(name: str, **kwargs: Any) -> django_filters.Filter:
    return MultiValueDecimalFilter(field_name=name, distinct=False, **kwargs)


@register_filterset
class ProxmoxNodeFilterSet(LinkFilterSet):
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
    missing_because = django_filters.MultipleChoiceFilter(choices=MissingChoices, distinct=False, null_value=None)
    is_missing = TrueOrFalseFilter(method='filter_missing', label=_('Is missing'))
    is_held = TrueOrFalseFilter(method='filter_held', label=_('Its deletion waits for a decision'))

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
            'missing_since',
            'missing_readings',
            'deletion_confirmed',
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

    def filter_missing(self, queryset: QuerySet[ProxmoxNode], name: str, value: bool) -> QuerySet[ProxmoxNode]:
        """Return the nodes that the last complete reading lacked, or all others."""
        return queryset.exclude(missing_because='') if value else queryset.filter(missing_because='')

    def filter_held(self, queryset: QuerySet[ProxmoxNode], name: str, value: bool) -> QuerySet[ProxmoxNode]:
        """Return the nodes whose deletion waits for a decision, or all others."""
        held = Q(missing_because__in=MissingChoices.HELD)
        return queryset.filter(held if value else ~held)
