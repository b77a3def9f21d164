"""The table of Proxmox clusters."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxmoxCluster

from .columns import AgeColumn, NodesOnlineColumn, StateColumn
from .link_columns import LinkCandidatesColumn, LinkIgnoredColumn

__all__ = ('ProxmoxClusterTable',)


class ProxmoxClusterTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    endpoint = tables.Column(verbose_name=_('Endpoint'), linkify=True)
    netbox_cluster = tables.Column(verbose_name=_('NetBox cluster'), linkify=True)
    link_origin = columns.ChoiceFieldColumn(verbose_name=_('Where its link is from'))
    link_candidates = LinkCandidatesColumn()
    link_ignored = LinkIgnoredColumn()
    mode = columns.ChoiceFieldColumn(verbose_name=_('Mode'))
    quorate = StateColumn(_('Quorate'), _('No quorum'), verbose_name=_('Quorum'))
    nodes_online = NodesOnlineColumn()
    last_read_at = AgeColumn(accessor='endpoint__last_read_at', verbose_name=_('Last read'))
    tags = columns.TagColumn(url_name='plugins:netbox_proxbox:proxmoxcluster_list')

    class Meta(PrimaryModelTable.Meta):
        model = ProxmoxCluster
        fields = (
            'pk',
            'id',
            'name',
            'endpoint',
            'netbox_cluster',
            'link_origin',
            'link_candidates',
            'link_ignored',
            'cluster_id',
            'mode',
            'quorate',
            'nodes_count',
            'nodes_online',
            'version',
            'last_read_at',
            'description',
            'comments',
            'tags',
            'created',
            'last_updated',
        )
        default_columns = (
            'pk',
            'name',
            'quorate',
            'nodes_online',
            'last_read_at',
            'mode',
            'endpoint',
            'netbox_cluster',
            'version',
        )
