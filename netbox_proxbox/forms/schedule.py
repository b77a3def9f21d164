"""The schedule of an endpoint, as people write it."""

from collections.abc import Callable
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from utilities.forms.utils import add_blank_choice

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedule_rows import INTERVAL_PERIODS, crontab_row, interval_row

__all__ = ('ScheduleFormMixin',)

# The order in which people write a crontab, which is not that of django-celery-beat's columns.
CRONTAB_ORDER = ('minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week')


class ScheduleFormMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Either "every so often" or a crontab line; both empty means no schedule."""

    interval_every = forms.IntegerField(required=False, min_value=1, label=_('Every'))
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endpoint = cast(ProxmoxEndpoint, self.instance)
        if endpoint.sync_interval is not None:
            self.fields['interval_every'].initial = endpoint.sync_interval.every
            self.fields['interval_period'].initial = endpoint.sync_interval.period
        if endpoint.sync_crontab is not None:
            parts = (getattr(endpoint.sync_crontab, name) for name in CRONTAB_ORDER)
            self.fields['crontab'].initial = ' '.join(part.replace(' ', '') for part in parts)
            self.fields['crontab_timezone'].initial = str(endpoint.sync_crontab.timezone)

    def clean(self) -> dict[str, Any]:
        """Find or make the rows that the schedule stands for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        endpoint = cast(ProxmoxEndpoint, self.instance)
        endpoint.sync_interval = self._row_or_error(self._interval, 'interval_every')
        endpoint.sync_crontab = self._row_or_error(self._crontab, 'crontab')
        if endpoint.sync_interval and endpoint.sync_crontab:
            endpoint.sync_crontab = None
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
