"""The table of sync runs."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from netbox.tables import NetBoxTable, columns

from netbox_proxbox.models import SyncRun

from .columns import CountColumn, DurationColumn, ErrorColumn

__all__ = ('SyncRunTable',)


class SyncRunTable(NetBoxTable):
    export_units = {'duration': _('seconds')}

    id = tables.Column(verbose_name=_('ID'), linkify=True)
    endpoint = tables.Column(verbose_name=_('Endpoint'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    trigger = columns.ChoiceFieldColumn(verbose_name=_('Trigger'))
    is_preview = columns.BooleanColumn(verbose_name=_('Preview'), false_mark=None)
    requested_at = columns.DateTimeColumn(verbose_name=_('Requested'))
    started_at = columns.DateTimeColumn(verbose_name=_('Started'))
    ended_at = columns.DateTimeColumn(verbose_name=_('Ended'))
    duration = DurationColumn(verbose_name=_('Duration'), orderable=False)
    change_count = CountColumn(verbose_name=_('Changes'))
    warning_count = CountColumn(verbose_name=_('Warnings'))
    error = ErrorColumn()
    actions = columns.ActionsColumn(actions=('delete',))

    class Meta(NetBoxTable.Meta):
        model = SyncRun
        fields = (
            'pk',
            'id',
            'endpoint',
            'status',
            'trigger',
            'user',
            'is_preview',
            'requested_at',
            'started_at',
            'ended_at',
            'duration',
            'change_count',
            'warning_count',
            'error',
            'error_code',
            'cause',
            'cure',
        )
        default_columns = (
            'pk',
            'id',
            'status',
            'endpoint',
            'trigger',
            'user',
            'is_preview',
            'requested_at',
            'duration',
            'change_count',
            'warning_count',
            'error',
        )
