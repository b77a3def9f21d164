"""When each worker and each beat was heard last."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from netbox.models.features import EventRulesMixin
from utilities.querysets import RestrictedQuerySet

from netbox_proxbox.choices import HeartbeatKindChoices

__all__ = ('Heartbeat',)


class Heartbeat(EventRulesMixin, models.Model):
    """One process of the pipeline and its last sign of life. Times are PostgreSQL's; there is no change log.

    Event rules may be about the rows of the watch, one for each that it tells to be silent or overdue.
    """

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
        # The watch has a row for each that it looks at, which notifications name.
        return f'{"ProxBox" if self.kind == HeartbeatKindChoices.WATCH else self.kind} {self.instance}'

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows all of them."""
        return reverse('plugins:netbox_proxbox:health')
