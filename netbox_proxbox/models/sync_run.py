"""One attempt to sync one endpoint."""

import uuid
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from utilities.exceptions import AbortRequest
from utilities.querysets import RestrictedQuerySet

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices, SyncTriggerChoices

__all__ = ('HAS_PLAN', 'SyncRun')

# Previews that succeeded, and syncs that were refused and made a new plan, as long as it was not withdrawn.
HAS_PLAN: Final = models.Q(plan__isnull=False) & (
    models.Q(is_preview=True, status=SyncStatusChoices.SUCCEEDED) | models.Q(status=SyncStatusChoices.REFUSED)
)


class SyncRun(models.Model):
    """One attempt, from request to end. It is never started again; its successor is a new run.

    The row is the truth of the pipeline and the fence for late copies of a task: only `runs/`, `stages/` and
    `sync/foreground.py` write it, and all times are PostgreSQL's. `readings` holds what was read until it is
    reconciled. `request_id` marks the run's entries in NetBox's change log. `events` says whether event rules have yet
    to be told of what was committed, or were not.

    A preview writes nothing but its `plan`: the records that a sync would have as `changes`. A run that `applies` one
    writes what that has shown, or is refused and has a new plan. A plan is withdrawn, and then None, when the endpoint
    leads elsewhere.
    """

    endpoint = models.ForeignKey(
        'netbox_proxbox.ProxmoxEndpoint', on_delete=models.CASCADE, related_name='sync_runs', verbose_name=_('endpoint')
    )
    status = models.CharField(
        _('status'), max_length=20, choices=SyncStatusChoices, default=SyncStatusChoices.QUEUED, db_index=True
    )
    trigger = models.CharField(_('trigger'), max_length=20, choices=SyncTriggerChoices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name='+',
        null=True,
        blank=True,
        verbose_name=_('user'),
    )
    request_id = models.UUIDField(_('request ID'), default=uuid.uuid4, unique=True)
    active_run = models.ForeignKey(
        'self', on_delete=models.SET_NULL, related_name='+', null=True, blank=True, verbose_name=_('active run')
    )
    requested_at = models.DateTimeField(_('requested'), db_default=Now())
    started_at = models.DateTimeField(_('started'), null=True, blank=True)
    ended_at = models.DateTimeField(_('ended'), null=True, blank=True)
    last_step_at = models.DateTimeField(_('last step'), db_default=Now())
    publish_count = models.PositiveSmallIntegerField(_('times published'), default=0)
    stages = models.JSONField(_('stages'), default=dict, blank=True)
    readings = models.JSONField(_('readings'), default=dict, blank=True)
    result = models.JSONField(_('result'), null=True, blank=True)
    changes = models.JSONField(_('changes'), default=list, blank=True)
    warnings = models.JSONField(_('warnings'), default=list, blank=True)
    is_preview = models.BooleanField(_('preview'), default=False, db_default=False)
    plan = models.JSONField(_('plan'), null=True, blank=True)
    applies = models.ForeignKey(
        'self', on_delete=models.SET_NULL, related_name='applied_by', null=True, blank=True, verbose_name=_('applies')
    )
    events = models.CharField(_('events'), max_length=10, choices=SyncEventsChoices, blank=True, db_default='')
    error_code = models.CharField(_('error'), max_length=50, blank=True)
    cause = models.TextField(_('cause'), blank=True)
    cure = models.TextField(_('cure'), blank=True)

    objects = RestrictedQuerySet.as_manager()

    class Meta:
        ordering = ('-requested_at', '-pk')
        verbose_name = _('sync run')
        verbose_name_plural = _('sync runs')
        constraints = [
            models.UniqueConstraint(
                fields=['endpoint', 'is_preview'],
                condition=models.Q(status__in=SyncStatusChoices.ACTIVE),
                name='%(app_label)s_%(class)s_one_active_per_endpoint',
            )
        ]
        indexes = [
            # The lists of all runs and of an endpoint's runs, the newest first; the second also tells which are old.
            models.Index(fields=['-requested_at', '-id'], name='netbox_proxbox_run_newest'),
            models.Index(fields=['endpoint', '-requested_at', '-id'], name='netbox_proxbox_run_of_endpoint'),
            # What ended lately, for the metrics.
            models.Index(fields=['ended_at'], name='netbox_proxbox_run_ended'),
            # The few whose events were not told, for the sweep and the health page.
            models.Index(fields=['events'], name='netbox_proxbox_run_events', condition=~models.Q(events='')),
        ]

    def __str__(self) -> str:
        return _('Sync run {number}').format(number=self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of the run's page."""
        return reverse('plugins:netbox_proxbox:syncrun', args=[self.pk])

    @property
    def is_active(self) -> bool:
        """Whether the run has no end yet."""
        return self.status in SyncStatusChoices.ACTIVE

    @property
    def makes_plans(self) -> bool:
        """Whether it ended with a plan, which may have been withdrawn since."""
        is_made = self.is_preview and self.status == SyncStatusChoices.SUCCEEDED
        return is_made or self.status == SyncStatusChoices.REFUSED

    @property
    def has_plan(self) -> bool:
        """Whether it has made a plan, and still has it."""
        return self.makes_plans and self.plan is not None

    @property
    def duration(self) -> timedelta | None:
        """How long the run took from its start to its end, if it had both."""
        return self.ended_at - self.started_at if self.started_at and self.ended_at else None

    def get_status_color(self) -> str | None:
        """Return the color of the status badge."""
        return SyncStatusChoices.colors.get(self.status)

    def get_trigger_color(self) -> str | None:
        """Return the color of the trigger's badge."""
        return SyncTriggerChoices.colors.get(self.trigger)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete an ended run. Raises AbortRequest for an active one, for a worker may be at it."""
        if self.is_active:
            raise AbortRequest(_('Run {run} is still active; wait until it has ended.').format(run=self.pk))
        return super().delete(*args, **kwargs)
