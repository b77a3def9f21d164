"""Rows that are synced on a schedule of their own."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .deadlines import deadline_of_new_schedule
from .synced import SyncedModel

__all__ = ('ScheduledModel',)

SCHEDULE = ('sync_interval_id', 'sync_crontab_id', 'enabled')
SCHEDULE_NOTES = ('next_sync_at', 'overdue_at')


class ScheduledModel(SyncedModel):
    """Names when it is synced, and notes when that is due next and from when on it is overdue.

    A schedule that was changed holds from the next tick on.
    """

    enabled = models.BooleanField(_('enabled'), default=True)
    sync_interval = models.ForeignKey(
        'django_celery_beat.IntervalSchedule',
        on_delete=models.PROTECT,
        related_name='+',
        null=True,
        blank=True,
        verbose_name=_('sync interval'),
    )
    sync_crontab = models.ForeignKey(
        'django_celery_beat.CrontabSchedule',
        on_delete=models.PROTECT,
        related_name='+',
        null=True,
        blank=True,
        verbose_name=_('sync crontab'),
    )
    next_sync_at = models.DateTimeField(_('next sync'), null=True, blank=True, editable=False, db_index=True)
    overdue_at = models.DateTimeField(_('overdue from'), null=True, blank=True, editable=False, db_index=True)

    synced_fields: ClassVar[tuple[str, ...]] = SCHEDULE_NOTES
    watched_fields: ClassVar[tuple[str, ...]] = SCHEDULE

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse two kinds of schedule."""
        super().clean()
        if self.sync_interval_id and self.sync_crontab_id:
            raise ValidationError({'sync_crontab': _('Choose an interval or a crontab, not both.')})

    @property
    def has_schedule(self) -> bool:
        """Whether the row names when it is synced."""
        return bool(self.sync_interval_id or self.sync_crontab_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edit. A schedule that was changed holds from the next tick on."""
        if self._saves_another_schedule(kwargs.get('update_fields')):
            self.next_sync_at = None
            self.overdue_at = deadline_of_new_schedule() if self.has_schedule else None
            self.forget(*SCHEDULE_NOTES)
            if kwargs.get('update_fields') is not None:
                kwargs['update_fields'] = {*kwargs['update_fields'], *SCHEDULE_NOTES}
        super().save(*args, **kwargs)

    def _saves_another_schedule(self, update_fields: Iterable[str] | None) -> bool:
        """Tell whether what decides when the row is due was edited, and is among the fields to save."""
        saved = set(SCHEDULE) if update_fields is None else self.columns_of(update_fields)
        return any(self.is_edited(name) for name in saved & set(SCHEDULE))
