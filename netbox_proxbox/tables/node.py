"""The table of Proxmox nodes."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxmoxNode

from .columns import (
    AgeColumn,
    BytesColumn,
    CpuColumn,
    NodeStateColumn,
    PercentColumn,
    SupportLevelColumn,
    UptimeColumn,
)
from .link_columns import LinkCandidatesColumn, LinkIgnoredColumn

__all__ = ('EndpointNodeTable', 'ProxmoxNodeTable')


class ProxmoxNodeTable(PrimaryModelTable):
    export_units = {
        **dict.fromkeys(('memory', 'max_memory', 'disk', 'max_disk'), _('bytes')),
        'uptime': _('seconds'),
    }

    name = tables.Column(verbose_name=_('Name'), linkify=True)
    endpoint = tables.Column(verbose_name=_('Endpoint'), linkify=True)
    proxmox_cluster = tables.Column(verbose_name=_('Proxmox cluster'), linkify=True)
    netbox_device = tables.Column(verbose_name=_('NetBox device'), linkify=True)
    link_origin = columns.ChoiceFieldColumn(verbose_name=_('Where its link is from'))
    link_candidates = LinkCandidatesColumn()
    link_ignored = LinkIgnoredColumn()
    online = NodeStateColumn(verbose_name=_('Status'))
    online_since = AgeColumn(verbose_name=_('Online since'))
    offline_since = AgeColumn(verbose_name=_('Offline since'))
    local = columns.BooleanColumn(verbose_name=_('Local'))
    cpu = CpuColumn()
    memory = BytesColumn('memory', _('Memory'))
    memory_percent = PercentColumn('memory', _('Memory %'))
    disk = BytesColumn('disk', _('Disk'))
    disk_percent = PercentColumn('disk', _('Disk %'))
    uptime = UptimeColumn(verbose_name=_('Uptime'))
    boot_time = AgeColumn(verbose_name=_('Started'), orderable=False)
    pve_version = tables.Column(verbose_name=_('Proxmox VE'))
    support_level = SupportLevelColumn()
    last_seen = AgeColumn(verbose_name=_('Last read'))
    metrics_read_at = AgeColumn(verbose_name=_('Metrics read'))
    missing_since = AgeColumn(verbose_name=_('Missing since'))
    missing_because = columns.ChoiceFieldColumn(verbose_name=_('Missing, and still here because'))
    deletion_confirmed = columns.BooleanColumn(verbose_name=_('Deletion confirmed'))
    tags = columns.TagColumn(url_name='plugins:netbox_proxbox:proxmoxnode_list')

    class Meta(PrimaryModelTable.Meta):
        model = ProxmoxNode
        fields = (
            'pk',
            'id',
            'name',
            'endpoint',
            'proxmox_cluster',
            'netbox_device',
            'link_origin',
            'link_candidates',
            'link_ignored',
            'node_id',
            'online',
            'online_since',
            'offline_since',
            'ip_address',
            'local',
            'cpu',
            'max_cpu',
            'memory',
            'memory_percent',
            'max_memory',
            'disk',
            'disk_percent',
            'max_disk',
            'uptime',
            'boot_time',
            'pve_version',
            'ssl_fingerprint',
            'support_level',
            'last_seen',
            'metrics_read_at',
            'missing_since',
            'missing_readings',
            'missing_because',
            'deletion_confirmed',
            'description',
            'comments',
            'tags',
            'created',
            'last_updated',
        )
        default_columns: tuple[str, ...] = (
            'pk',
            'name',
            'online',
            'offline_since',
            'cpu',
            'memory',
            'uptime',
            'ip_address',
            'endpoint',
            'proxmox_cluster',
            'netbox_device',
        )


class EndpointNodeTable(ProxmoxNodeTable):
    """The nodes on the page of their endpoint."""

    class Meta(ProxmoxNodeTable.Meta):
        exclude = ('endpoint', 'proxmox_cluster')
        default_columns = (
            'pk',
            'name',
            'online',
            'offline_since',
            'cpu',
            'memory',
            'uptime',
            'ip_address',
            'metrics_read_at',
            'netbox_device',
        )
