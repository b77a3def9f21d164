"""The table of proxbox-api backends."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from netbox.tables import PrimaryModelTable, columns

from netbox_proxbox.models import ProxboxBackend

__all__ = ('ProxboxBackendTable',)


PAUSED_MARK = format_html('<span class="text-danger"><i class="mdi {}"></i></span>', 'mdi-pause-circle')


class ProxboxBackendTable(PrimaryModelTable):
    export_units = {'timeout': _('seconds')}

    name = tables.Column(verbose_name=_('Name'), linkify=True)
    enabled = columns.BooleanColumn(verbose_name=_('Enabled'))
    verify_tls = columns.BooleanColumn(verbose_name=_('Verify TLS'))
    is_paused = columns.BooleanColumn(verbose_name=_('Paused'), true_mark=PAUSED_MARK, false_mark=None)
    endpoint_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_proxbox:proxmoxendpoint_list',
        url_params={'backend_id': 'pk'},
        verbose_name=_('Endpoints'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_proxbox:proxboxbackend_list')

    class Meta(PrimaryModelTable.Meta):
        model = ProxboxBackend
        fields = (
            'pk',
            'id',
            'name',
            'base_url',
            'enabled',
            'verify_tls',
            'max_concurrent',
            'timeout',
            'version',
            'is_paused',
            'paused_until',
            'pause_cause',
            'endpoint_count',
            'description',
            'comments',
            'tags',
            'created',
            'last_updated',
        )
        default_columns = ('pk', 'name', 'is_paused', 'enabled', 'endpoint_count', 'base_url', 'version', 'description')
