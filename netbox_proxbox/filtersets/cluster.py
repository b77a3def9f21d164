"""Filters of Proxmox clusters."""

import django_filters
from django.utils.translation import gettext_lazy as _
from utilities.filtersets import register_filterset
from virtualization.models import Cluster

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint

from .base import PrimaryFilterSet

__all__ = ('ProxmoxClusterFilterSet',)


@register_filterset
class ProxmoxClusterFilterSet(PrimaryFilterSet):
    """`<relation>_id` takes a primary key and `<relation>` a name."""

    search_fields = ('name', 'cluster_id')

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
    netbox_cluster_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Cluster.objects.all(), distinct=False, label=_('NetBox cluster (ID)')
    )
    netbox_cluster = django_filters.ModelMultipleChoiceFilter(
        field_name='netbox_cluster__name',
        queryset=Cluster.objects.all(),
        distinct=False,
        to_field_name='name',
        label=_('NetBox cluster (name)'),
    )
    mode = django_filters.MultipleChoiceFilter(choices=ModeChoices, distinct=False, null_value=None)

    class Meta:
        model = ProxmoxCluster
        fields = ('id', 'name', 'cluster_id', 'nodes_count', 'quorate', 'version', 'description')
