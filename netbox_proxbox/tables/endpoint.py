"""The table of Proxmox endpoints."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('ProxmoxEndpointTable',)


class ProxmoxEndpointTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    backend = tables.Column(verbose_name=_('Backend'), linkify=True)
    mode = columns.ChoiceFieldColumn(verbose_name=_('Mode'))
    enabled = columns.BooleanColumn(verbose_name=_('Enabled'))
    verify_ssl = columns.BooleanColumn(verbose_name=_('Verify TLS'))
    sync_interval = tables.Column(verbose_name=_('Sync interval'))
    sync_crontab = tables.Column(verbose_name=_('Sync crontab'))
    next_sync_at = columns.DateTimeColumn(verbose_name=_('Next sync'))
    last_read_at = columns.DateTimeColumn(verbose_name=_('Last read'))
    node_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_proxbox:proxmoxnode_list',
        url_params={'endpoint_id': 'pk'},
        verbose_name=_('Nodes'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_proxbox:proxmoxendpoint_list')

    class Meta(PrimaryModelTable.Meta):
        model = ProxmoxEndpoint
        fields = (
            'pk',
            'id',
            'name',
            'backend',
            'mode',
            'domain',
            'ip_address',
            'port',
            'username',
            'token_name',
            'verify_ssl',
            'timeout',
            'enabled',
            'sync_interval',
            'sync_crontab',
            'next_sync_at',
            'last_read_at',
            'node_count',
            'description',
            'comments',
            'tags',
            'created',
            'last_updated',
        )
        default_columns = (
            'pk',
            'name',
            'mode',
            'backend',
            'domain',
            'ip_address',
            'enabled',
            'node_count',
            'last_read_at',
            'next_sync_at',
        )
