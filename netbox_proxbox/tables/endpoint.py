"""The table of Proxmox endpoints."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from netbox.tables import PrimaryModelTable, columns
from utilities.templatetags.builtins.filters import placeholder

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.models.creation import CREATION
from netbox_proxbox.models.linking_rules import LINKING
from netbox_proxbox.ui.held_reading import held_reading_url
from netbox_proxbox.ui.missing import decide_url
from netbox_proxbox.ui.read_through import DIRECTLY

from .columns import AgeColumn

__all__ = ('ProxmoxEndpointTable',)


class ReadThroughColumn(tables.Column):
    """The backend of an endpoint, leading to it, or that there is none. Exports hold what imports take."""

    def __init__(self) -> None:
        super().__init__(accessor='backend', empty_values=(), verbose_name=_('Read through'))

    def render(self, value: ProxboxBackend | None) -> SafeString:
        """Return the link, or a word."""
        if value is None:
            return format_html('<span>{}</span>', DIRECTLY)
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)

    def value(self, value: ProxboxBackend | None) -> str:
        """Return what an export holds."""
        return value.name if value else ''


class LastRunColumn(tables.Column):
    """How the last run that was not skipped is or ended, leading to it."""

    def render(self, value: str, record: Any) -> SafeString:
        """Return the status as a badge."""
        word, color = dict(SyncStatusChoices)[value], SyncStatusChoices.colors.get(value, 'secondary')
        url = reverse('plugins:netbox_proxbox:syncrun', args=[record.last_run_id])
        return format_html('<a href="{}" class="badge text-bg-{}">{}</a>', url, color, word)

    def value(self, value: str) -> str:
        """Return what an export holds."""
        return value


class OverdueColumn(tables.Column):
    """A badge on what is overdue, and nothing on the rest."""

    def render(self, value: bool, record: Any) -> SafeString | str:
        """Return the badge, which says since when."""
        if not value:
            return str(placeholder(''))
        since = date_format(localtime(record.overdue_at), 'DATETIME_FORMAT')
        return format_html('<span class="badge text-bg-red" title="{}">{}</span>', since, _('Overdue'))

    def value(self, value: bool) -> str:
        """Return what an export holds."""
        return str(value)


class HeldColumn(tables.Column):
    """How many nodes wait for a decision, leading to where it is made; a dash for none."""

    def render(self, value: int, record: Any) -> SafeString | str:
        """Return the number as a badge."""
        if not value:
            return str(placeholder(''))
        words = ngettext('{count} waits', '{count} wait', value).format(count=value)
        return format_html('<a href="{}" class="badge text-bg-orange">{}</a>', decide_url(record.pk), words)

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class HeldReadingColumn(tables.Column):
    """Why the last reading waits for a decision, leading to where it is made; a dash for none."""

    def render(self, value: str, record: ProxmoxEndpoint) -> SafeString:
        """Return the reason as a badge."""
        color, url = record.get_held_because_color(), held_reading_url(record.pk)
        return format_html('<a href="{}" class="badge text-bg-{}">{}</a>', url, color, value)

    def value(self, record: ProxmoxEndpoint) -> str:
        """Return what an export holds."""
        return record.held_because


class ProxmoxEndpointTable(PrimaryModelTable):
    export_units = {'timeout': _('seconds')}

    name = tables.Column(verbose_name=_('Name'), linkify=True)
    backend = ReadThroughColumn()
    mode = columns.ChoiceFieldColumn(verbose_name=_('Mode'))
    enabled = columns.BooleanColumn(verbose_name=_('Enabled'))
    verify_ssl = columns.BooleanColumn(verbose_name=_('Verify TLS'))
    further_addresses = columns.ArrayColumn(verbose_name=_('Further addresses'))
    use_other_members = columns.BooleanColumn(verbose_name=_('Use other members'))
    pve_version = tables.Column(verbose_name=_('Proxmox VE'))
    last_address = tables.Column(verbose_name=_('Last address'))
    paused_until = columns.DateTimeColumn(verbose_name=_('Backs off until'))
    when_node_disappears = columns.ChoiceFieldColumn(verbose_name=_('When a node disappears'))
    link_nodes = columns.ChoiceFieldColumn(verbose_name=_('Link nodes to devices'))
    link_clusters = columns.ChoiceFieldColumn(verbose_name=_('Link clusters'))
    link_by_name = columns.BooleanColumn(verbose_name=_('By the exact name'))
    link_by_short_name = columns.BooleanColumn(verbose_name=_('By the name without domain'))
    link_by_address = columns.BooleanColumn(verbose_name=_('By the IP address'))
    link_site = tables.Column(verbose_name=_('Links only of the site'), linkify=True)
    link_location = tables.Column(verbose_name=_('Links only of the location'), linkify=True)
    link_cluster = tables.Column(verbose_name=_('Links only of the NetBox cluster'), linkify=True)
    link_tenant = tables.Column(verbose_name=_('Links only of the tenant'), linkify=True)
    link_role = tables.Column(verbose_name=_('Links only of the device role'), linkify=True)
    create_site = tables.Column(verbose_name=_('Creates at the site'), linkify=True)
    create_location = tables.Column(verbose_name=_('Creates at the location'), linkify=True)
    create_tenant = tables.Column(verbose_name=_('Creates for the tenant'), linkify=True)
    create_role = tables.Column(verbose_name=_('Creates with the role'), linkify=True)
    create_device_type = tables.Column(verbose_name=_('Creates with the type'), linkify=True)
    create_platform = tables.Column(verbose_name=_('Creates with the platform'), linkify=True)
    create_status = columns.ChoiceFieldColumn(verbose_name=_('Creates with the status'))
    create_cluster_type = tables.Column(verbose_name=_('Creates clusters of the type'), linkify=True)
    create_cluster_group = tables.Column(verbose_name=_('Creates clusters of the group'), linkify=True)
    create_tags = columns.ManyToManyColumn(verbose_name=_('Creates with the tags'))
    create_interface = columns.BooleanColumn(verbose_name=_('Creates an interface'))
    create_in_cluster = columns.BooleanColumn(verbose_name=_('Creates in the cluster'))
    follow_status = columns.BooleanColumn(verbose_name=_('Status follows'))
    sync_interval = tables.Column(verbose_name=_('Sync interval'))
    sync_crontab = tables.Column(verbose_name=_('Sync crontab'))
    next_sync_at = columns.DateTimeColumn(verbose_name=_('Next sync'))
    last_read_at = AgeColumn(verbose_name=_('Last read'))
    last_run_status = LastRunColumn(verbose_name=_('Last run'))
    is_overdue = OverdueColumn(verbose_name=_('Overdue'))
    held_because = HeldReadingColumn(verbose_name=_('Held reading'))
    held_count = HeldColumn(verbose_name=_('Deletions to decide'))
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
            'further_addresses',
            'use_other_members',
            'last_address',
            'pve_version',
            'username',
            'token_name',
            'verify_ssl',
            'ca_certificate',
            'tls_fingerprint',
            'timeout',
            'enabled',
            'when_node_disappears',
            'keep_readings',
            'deletion_limit',
            *LINKING,
            *CREATION,
            'sync_interval',
            'sync_crontab',
            'next_sync_at',
            'last_read_at',
            'last_run_status',
            'is_overdue',
            'held_because',
            'held_count',
            'failures',
            'paused_until',
            'pause_cause',
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
            'last_run_status',
            'is_overdue',
            'last_read_at',
            'next_sync_at',
            'mode',
            'node_count',
            'pve_version',
            'backend',
            'domain',
            'ip_address',
            'enabled',
        )
