"""Filters of Proxmox clusters."""

import django_filters
from django.utils.translation import gettext_lazy as _
from utilities.filtersets import register_filterset
from virtualization.models import Cluster

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint

from .links import LinkFilterSet
from .related import NameOrIdFilter

__all__ = ('ProxmoxClusterFilterSet',)


@register_filterset
class ProxmoxClusterFilterSet(LinkFilterSet):
    """`<relation>_id` takes a primary key, and `<relation>` a name or a primary key."""

    search_fields = ('name', 'cluster_id')

    endpoint_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (ID)')
    )
    endpoint = NameOrIdFilter(queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (name or ID)'))
    netbox_cluster_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Cluster.objects.all(), distinct=False, label=_('NetBox cluster (ID)')
    )
    netbox_cluster = NameOrIdFilter(
        queryset=Cluster.objects.all(), distinct=False, label=_('NetBox cluster (name or ID)')
    )
    mode = django_filters.MultipleChoiceFilter(choices=ModeChoices, distinct=False, null_value=None)

    class Meta:
        model = ProxmoxCluster
        fields = ('id', 'name', 'cluster_id', 'nodes_count', 'quorate', 'version', 'description')
