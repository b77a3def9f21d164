"""When each worker and each beat was heard last."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from utilities.querysets import RestrictedQuerySet

from netbox_proxbox.choices import HeartbeatKindChoices

__all__ = ('Heartbeat',)


class Heartbeat(models.Model):
    """One process of the pipeline and its last sign of life. Times are PostgreSQL's; there is no change log."""

    kind = models.CharField(_('kind'), max_length=20, choices=HeartbeatKindChoices)
    instance = models.CharField(_('instance'), max_length=255, help_text=_('Such as celery@host, or host:pid'))
    started_at = models.DateTimeField(_('first heard'), db_default=Now())
    seen_at = models.DateTimeField(_('last heard'), db_default=Now())

    objects = RestrictedQuerySet.as_manager()

    class Meta:
        ordering = ('kind', 'instance')
        verbose_name = _('heartbeat')
        verbose_name_plural = _('heartbeats')
        constraints = [
            models.UniqueConstraint(fields=['kind', 'instance'], name='%(app_label)s_%(class)s_one_per_instance')
        ]

    def __str__(self) -> str:
        return f'{self.kind} {self.instance}'
