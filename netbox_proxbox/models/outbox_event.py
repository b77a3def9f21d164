"""What people and programs are to be told of."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from utilities.querysets import RestrictedQuerySet

__all__ = ('OutboxEvent',)


class OutboxEvent(models.Model):
    """An event, written in the transaction of what it tells of, and handed to NetBox's event rules after that.

    Endpoint and run are keys without a constraint: an event outlives both. `told` holds the keys of the event rules
    that had their turn in an attempt, and 0 for the subscribers, `error` who could not be told. All times are
    PostgreSQL's.
    """

    event_id = models.UUIDField(_('event ID'), default=uuid.uuid4, unique=True)
    event_type = models.CharField(_('event type'), max_length=50)
    object_type = models.ForeignKey(
        'contenttypes.ContentType', on_delete=models.DB_CASCADE, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(_('object ID'))
    endpoint_id = models.PositiveBigIntegerField(_('endpoint ID'), null=True, blank=True)
    run_id = models.PositiveBigIntegerField(_('run ID'), null=True, blank=True)
    payload = models.JSONField(_('payload'), default=dict)
    created = models.DateTimeField(_('created'), db_default=Now())
    claimed_at = models.DateTimeField(_('claimed'), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_('attempts'), default=0)
    told = models.JSONField(_('told'), default=list, blank=True)
    sent_at = models.DateTimeField(_('sent'), null=True, blank=True)
    error = models.TextField(_('error'), blank=True)

    objects = RestrictedQuerySet.as_manager()

    class Meta:
        ordering = ('pk',)
        verbose_name = _('outbox event')
        verbose_name_plural = _('outbox events')
        indexes = [
            # The few that wait for the sender.
            models.Index(fields=['id'], name='netbox_proxbox_event_unsent', condition=models.Q(sent_at=None)),
            # What was told of late, of one endpoint or of one kind.
            models.Index(fields=['endpoint_id', 'created'], name='netbox_proxbox_event_endpoint'),
            models.Index(fields=['event_type', 'created'], name='netbox_proxbox_event_of_type'),
        ]

    def __str__(self) -> str:
        return f'{self.event_type} {self.event_id}'
