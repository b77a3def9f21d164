"""A Proxmox VE node."""

import math
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import LinkOriginChoices, SupportLevelChoices
from netbox_proxbox.sources.records import METRICS

from .absence import ABSENCE, MissingModel
from .links import LINK, LinkedModel, set_null_in_main
from .percentages import NodeManager, cpu_percent, space_percent

__all__ = ('ProxmoxNode', 'validate_finite')

SINCE = ('online_since', 'offline_since')
IDENTITY = ('endpoint_id', 'name')


def validate_finite(value: float) -> None:
    """Refuse infinity and what is no number: PostgreSQL stores both, and JSON can hold neither."""
    if not math.isfinite(value):
        raise ValidationError(_('Enter a number.'), code='invalid')


class ProxmoxNode(LinkedModel, MissingModel):
    """One hypervisor of an endpoint, with the metrics of the last reading: memory and disk in bytes, uptime in seconds.

    `online_since` or `offline_since`, whichever it is, is when NetBox came to know of it; the other is null, and both
    are if nobody knows. `last_seen` is when a reading last had the node, online or not.
    """

    endpoint = models.ForeignKey(
        'netbox_proxbox.ProxmoxEndpoint', on_delete=models.CASCADE, related_name='nodes', verbose_name=_('endpoint')
    )
    proxmox_cluster = models.ForeignKey(
        'netbox_proxbox.ProxmoxCluster',
        on_delete=models.SET_NULL,
        related_name='nodes',
        null=True,
        blank=True,
        verbose_name=_('Proxmox cluster'),
    )
    netbox_device = models.ForeignKey(
        'dcim.Device',
        on_delete=set_null_in_main,
        related_name='proxmox_nodes',
        null=True,
        blank=True,
        verbose_name=_('NetBox device'),
    )
    name = models.CharField(_('name'), max_length=255, db_collation='natural_sort')
    node_id = models.PositiveIntegerField(_('node ID'), default=0, help_text=_('0 on a standalone host'))
    ip_address = models.GenericIPAddressField(_('IP address'), null=True, blank=True)
    online = models.BooleanField(_('online'), default=False)
    local = models.BooleanField(_('local'), default=False, help_text=_('Whether the endpoint answers from this node'))
    cpu_usage = models.FloatField(
        _('CPU usage'),
        default=0.0,
        validators=[MinValueValidator(0), validate_finite],
        help_text=_('As Proxmox reports it: 0 to 1'),
    )
    max_cpu = models.PositiveIntegerField(_('CPU threads'), default=0)
    memory_usage = models.PositiveBigIntegerField(_('used memory'), default=0, help_text=_('In bytes'))
    max_memory = models.PositiveBigIntegerField(_('total memory'), default=0, help_text=_('In bytes'))
    disk_usage = models.PositiveBigIntegerField(
        _('used disk'), default=0, db_default=0, help_text=_('In bytes, of the root file system')
    )
    max_disk = models.PositiveBigIntegerField(_('total disk'), default=0, db_default=0, help_text=_('In bytes'))
    uptime = models.PositiveBigIntegerField(_('uptime'), default=0, help_text=_('In seconds'))
    pve_version = models.CharField(_('version of Proxmox VE'), max_length=50, blank=True, default='', db_default='')
    ssl_fingerprint = models.CharField(_('TLS fingerprint'), max_length=255, blank=True)
    support_level = models.CharField(_('support level'), max_length=50, blank=True)
    online_since = models.DateTimeField(_('online since'), null=True, blank=True, editable=False)
    offline_since = models.DateTimeField(_('offline since'), null=True, blank=True, editable=False)
    last_seen = models.DateTimeField(_('last read'), null=True, blank=True, editable=False)
    metrics_read_at = models.DateTimeField(_('metrics read'), null=True, blank=True, editable=False)
    followed_status = models.CharField(
        _('status that a sync gave its device'), max_length=50, blank=True, default='', db_default='', editable=False
    )

    objects = NodeManager()

    clone_fields = ('endpoint', 'proxmox_cluster')
    link, link_setting = 'netbox_device', 'link_nodes'
    shared_fields = ('netbox_device_id', *LINK, 'followed_status')
    watched_fields = IDENTITY
    synced_fields = (
        *('proxmox_cluster_id', 'node_id', 'ip_address', 'online', 'local', 'ssl_fingerprint', 'support_level'),
        'pve_version',
        *SINCE,
        *METRICS,
        *('last_seen', 'metrics_read_at'),
        *ABSENCE,
        'deletion_confirmed_at',
    )

    class Meta:
        ordering = ('endpoint', 'name', 'pk')
        verbose_name = _('Proxmox node')
        verbose_name_plural = _('Proxmox nodes')
        constraints = [
            models.UniqueConstraint(
                fields=['endpoint', 'name'],
                name='%(app_label)s_%(class)s_name_per_endpoint',
                violation_error_message=_('This endpoint has a node of that name already.'),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and note since when the node is online or offline if that is new. Raises what synced models raise.

        A deletion was confirmed for the node that the row stood for then.
        """
        named = kwargs.get('update_fields')
        if named is None and not self._state.adding and any(self.is_edited(name) for name in IDENTITY):
            self.deletion_confirmed = False
        if self.is_edited('online') and (named is None or 'online' in named):
            self.online_since, self.offline_since = (Now(), None) if self.online else (None, Now())
            if named is not None:
                kwargs['update_fields'] = {*named, *SINCE}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a cluster of another endpoint."""
        super().clean()
        if self.proxmox_cluster is not None and self.proxmox_cluster.endpoint_id != self.endpoint_id:
            raise ValidationError({'proxmox_cluster': _('This cluster belongs to another endpoint.')})

    @property
    def has_created_device(self) -> bool:
        """Whether it is linked to a device that a sync has created for it."""
        return self.netbox_device_id is not None and self.link_origin == LinkOriginChoices.CREATED

    @property
    def state_since(self) -> datetime | None:
        """Since when the node is online or offline, whichever it is."""
        return self.online_since if self.online else self.offline_since

    @property
    def support_level_label(self) -> str:
        """The support level in a word; a letter that Proxmox VE has no word for stays what it is."""
        return str(dict(SupportLevelChoices).get(self.support_level, self.support_level))

    @property
    def support_level_in_words(self) -> str:
        """The support level as pages have it, such as "Standard (s)"."""
        label = self.support_level_label
        return label if self.support_level in ('', label) else f'{label} ({self.support_level})'

    @property
    def has_current_metrics(self) -> bool:
        """Whether CPU, memory, disk and uptime mean anything: not those of a node that is down or was never read."""
        return self.online and bool(self.metrics_read_at or self.max_memory or self.cpu_usage)

    @property
    def cpu_usage_percent(self) -> float:
        """CPU usage from 0 to 100."""
        return cpu_percent(self.cpu_usage)

    @property
    def memory_usage_percent(self) -> float:
        """Memory usage from 0 to 100; 0 when the total is not known."""
        return space_percent(self.memory_usage, self.max_memory)

    @property
    def disk_usage_percent(self) -> float:
        """Use of the root file system from 0 to 100; 0 when the total is not known."""
        return space_percent(self.disk_usage, self.max_disk)

    @property
    def boot_time(self) -> datetime | None:
        """When the node was started, give or take the seconds of a reading; None while that is not known."""
        if not self.has_current_metrics or self.metrics_read_at is None or not self.uptime:
            return None
        try:
            return (self.metrics_read_at - timedelta(seconds=self.uptime)).replace(microsecond=0)
        except OverflowError:
            # Only people can write so long an uptime.
            return None
