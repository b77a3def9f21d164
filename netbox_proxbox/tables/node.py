"""The table of Proxmox nodes."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxmoxNode

from .columns import (
    AgeColumn,
    CpuColumn,
    MemoryColumn,
    MemoryPercentColumn,
    StateColumn,
    SupportLevelColumn,
    UptimeColumn,
)

__all__ = ('EndpointNodeTable', 'ProxmoxNodeTable')


class ProxmoxNodeTable(PrimaryModelTable):
    export_units = {'memory': _('bytes'), 'max_memory': _('bytes'), 'uptime': _('seconds')}

    name = tables.Column(verbose_name=_('Name'), linkify=True)
    endpoint = tables.Column(verbose_name=_('Endpoint'), linkify=True)
    proxmox_cluster = tables.Column(verbose_name=_('Proxmox cluster'), linkify=True)
    netbox_device = tables.Column(verbose_name=_('NetBox device'), linkify=True)
    online = StateColumn(_('Online'), _('Offline'), verbose_name=_('Status'))
    online_since = AgeColumn(verbose_name=_('Online since'))
    offline_since = AgeColumn(verbose_name=_('Offline since'))
    local = columns.BooleanColumn(verbose_name=_('Local'))
    cpu = CpuColumn()
    memory = MemoryColumn()
    memory_percent = MemoryPercentColumn()
    uptime = UptimeColumn(verbose_name=_('Uptime'))
    support_level = SupportLevelColumn()
    last_seen = AgeColumn(verbose_name=_('Last read'))
    metrics_read_at = AgeColumn(verbose_name=_('Metrics read'))
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
            'uptime',
            'ssl_fingerprint',
            'support_level',
            'last_seen',
            'metrics_read_at',
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
