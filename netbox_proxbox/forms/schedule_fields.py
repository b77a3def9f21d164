"""A schedule as people write it, and the row that it stands for."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from utilities.forms.utils import add_blank_choice

from netbox_proxbox.schedules.rows import INTERVAL_PERIODS, crontab_row, interval_row

__all__ = ('CRONTAB_ORDER', 'ScheduleFields')

# The order in which people write a crontab, which is not that of django-celery-beat's columns.
CRONTAB_ORDER = ('minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week')


class ScheduleFields(forms.Form):
    """Either "every so often" or a crontab line. Once clean, `sync_interval` and `sync_crontab` hold the row of one."""

    sync_interval: IntervalSchedule | None = None
    sync_crontab: CrontabSchedule | None = None

    interval_every = forms.IntegerField(
        required=False,
        min_value=1,
        label=_('Every'),
        widget=forms.NumberInput(attrs={'aria-label': _('Interval: every')}),
    )
    interval_period = forms.ChoiceField(
        required=False, choices=add_blank_choice(INTERVAL_PERIODS), initial='minutes', label=_('Period')
    )
    crontab = forms.CharField(
        required=False,
        label=_('Minute, hour, day, month, day of week'),
        widget=forms.TextInput(attrs={'placeholder': '30 2 * * *'}),
    )
    crontab_timezone = forms.ChoiceField(
        required=False,
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        initial='UTC',
        label=_('Time zone'),
    )

    def clean(self) -> dict[str, Any]:
        """Find or make the row that the schedule stands for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.sync_interval = self._row_or_error(self._interval, 'interval_every')
        self.sync_crontab = self._row_or_error(self._crontab, 'crontab')
        if self.sync_interval and self.sync_crontab:
            self.add_error('crontab', _('Choose an interval or a crontab, not both.'))
        return cleaned

    def _row_or_error[Row](self, row_of: Callable[[], Row | None], field: str) -> Row | None:
        try:
            return row_of()
        except ValidationError as error:
            self.add_error(field, ValidationError(error.messages))
            return None

    def _interval(self) -> IntervalSchedule | None:
        every, period = self.cleaned_data.get('interval_every'), self.cleaned_data.get('interval_period')
        if every and not period:
            raise ValidationError(_('Choose a period as well.'))
        return interval_row(every, period) if every and period else None

    def _crontab(self) -> CrontabSchedule | None:
        parts = (self.cleaned_data.get('crontab') or '').split()
        if not parts:
            return None
        if len(parts) != len(CRONTAB_ORDER):
            raise ValidationError(_('A crontab has five parts, such as 30 2 * * *'))
        zone = self.cleaned_data.get('crontab_timezone') or 'UTC'
        return crontab_row(**dict(zip(CRONTAB_ORDER, parts, strict=True)), timezone=zone)
