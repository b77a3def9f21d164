"""The table of Proxmox clusters."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxmoxCluster

from .columns import StateColumn

__all__ = ('ProxmoxClusterTable',)


class ProxmoxClusterTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    endpoint = tables.Column(verbose_name=_('Endpoint'), linkify=True)
    netbox_cluster = tables.Column(verbose_name=_('NetBox cluster'), linkify=True)
    mode = columns.ChoiceFieldColumn(verbose_name=_('Mode'))
    quorate = StateColumn(_('Quorate'), _('No quorum'), verbose_name=_('Quorum'))
    node_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_proxbox:proxmoxnode_list',
        url_params={'proxmox_cluster_id': 'pk'},
        verbose_name=_('Nodes'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_proxbox:proxmoxcluster_list')

    class Meta(PrimaryModelTable.Meta):
        model = ProxmoxCluster
        fields = (
            'pk',
            'id',
            'name',
            'endpoint',
            'netbox_cluster',
            'cluster_id',
            'mode',
            'quorate',
            'nodes_count',
            'node_count',
            'version',
            'description',
            'comments',
            'tags',
            'created',
            'last_updated',
        )
        default_columns = ('pk', 'name', 'quorate', 'node_count', 'mode', 'endpoint', 'netbox_cluster', 'version')
