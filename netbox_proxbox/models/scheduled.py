"""Rows that are synced on a schedule of their own."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.overdue import deadline_of_new_schedule

from .synced import SyncedModel

__all__ = ('ScheduledModel',)

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

    _saved_schedule: tuple[Any, ...] = (None, None, True)

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

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Load a row, and remember the schedule that it came with."""
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._saved_schedule = instance._schedule()
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edit. A schedule that was changed holds from the next tick on."""
        if self._schedule() != self._saved_schedule:
            self.next_sync_at = None
            self.overdue_at = deadline_of_new_schedule() if self.has_schedule else None
            self.forget(*SCHEDULE_NOTES)
            if kwargs.get('update_fields') is not None:
                kwargs['update_fields'] = {*kwargs['update_fields'], *SCHEDULE_NOTES}
        super().save(*args, **kwargs)
        self._saved_schedule = self._schedule()

    def _schedule(self) -> tuple[Any, ...]:
        """Return what decides when the row is due, as far as it is loaded."""
        return tuple(self.__dict__.get(name) for name in ('sync_interval_id', 'sync_crontab_id', 'enabled'))
