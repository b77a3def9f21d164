"""A Proxmox VE cluster."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import ModeChoices

from .links import LINK, LinkedModel, set_null_in_main

__all__ = ('ProxmoxCluster',)


class ProxmoxCluster(LinkedModel):
    """The cluster that an endpoint is part of; a standalone endpoint has none.

    An endpoint has one row at most: a cluster that is renamed stays the same row, so its links survive.
    `nodes_count` is what Proxmox reported; how many rows there are is counted where it is shown.
    """

    endpoint = models.ForeignKey(
        'netbox_proxbox.ProxmoxEndpoint', on_delete=models.CASCADE, related_name='clusters', verbose_name=_('endpoint')
    )
    netbox_cluster = models.ForeignKey(
        'virtualization.Cluster',
        on_delete=set_null_in_main,
        related_name='proxmox_clusters',
        null=True,
        blank=True,
        verbose_name=_('NetBox cluster'),
    )
    name = models.CharField(_('name'), max_length=255, db_collation='natural_sort')
    cluster_id = models.CharField(_('cluster ID'), max_length=255, blank=True)
    mode = models.CharField(_('mode'), max_length=20, choices=ModeChoices, default=ModeChoices.UNDEFINED)
    nodes_count = models.PositiveIntegerField(_('members'), default=0, help_text=_('As Proxmox reports it'))
    quorate = models.BooleanField(_('quorate'), default=False, help_text=_('Whether the cluster has quorum'))
    version = models.PositiveIntegerField(_('config version'), null=True, blank=True, help_text=_('Of Corosync'))

    clone_fields = ('netbox_cluster', 'mode')
    link, link_setting = 'netbox_cluster', 'link_clusters'
    shared_fields = ('netbox_cluster_id', *LINK)
    synced_fields = ('name', 'cluster_id', 'mode', 'nodes_count', 'quorate', 'version')

    class Meta:
        ordering = ('name', 'pk')
        verbose_name = _('Proxmox cluster')
        verbose_name_plural = _('Proxmox clusters')
        constraints = [
            models.UniqueConstraint(
                fields=['endpoint'],
                name='%(app_label)s_%(class)s_one_per_endpoint',
                violation_error_message=_('This endpoint has a cluster already.'),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_mode_color(self) -> str | None:
        """Return the color of the mode's badge."""
        return ModeChoices.colors.get(self.mode)
