"""The schedule in the forms of endpoints: on the page of one, for many at once, and in an import."""

from typing import Any, cast

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.rows import default_interval, default_row
from netbox_proxbox.ui.keys import keys_of

from .schedule_fields import CRONTAB_ORDER, ScheduleFields

__all__ = ('ScheduleBulkEditMixin', 'ScheduleFormMixin', 'ScheduleImportMixin')


class ScheduleFormMixin(ScheduleFields, forms.ModelForm):  # type: ignore[type-arg]
    """The schedule of one endpoint; both empty means none. A new endpoint is offered the default of the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self._shown().items():
            self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        """Give the schedule to the endpoint, unless the model would refuse both kinds a second time."""
        cleaned = super().clean()
        endpoint = cast(ProxmoxEndpoint, self.instance)
        endpoint.sync_interval = self.sync_interval
        endpoint.sync_crontab = None if self.sync_interval else self.sync_crontab
        return cleaned

    def _shown(self) -> dict[str, Any]:
        """Return the endpoint's schedule; for a new one that of the endpoint it is a clone of, or the default."""
        interval, crontab = self.instance.sync_interval, self.instance.sync_crontab
        if self.instance._state.adding:
            interval = _row(IntervalSchedule, self.initial.get('sync_interval'))
            crontab = _row(CrontabSchedule, self.initial.get('sync_crontab'))
        if crontab is not None:
            parts = (getattr(crontab, name) for name in CRONTAB_ORDER)
            return {
                'crontab': ' '.join(part.replace(' ', '') for part in parts),
                'crontab_timezone': str(crontab.timezone),
            }
        if interval is not None:
            return {'interval_every': interval.every, 'interval_period': interval.period}
        if self.instance._state.adding:
            return dict(zip(('interval_every', 'interval_period'), default_interval() or (), strict=False))
        return {}


class ScheduleImportMixin(ScheduleFields, forms.ModelForm):  # type: ignore[type-arg]
    """The schedule in an import: with none of its columns a new endpoint gets the default, and others keep theirs."""

    def clean(self) -> dict[str, Any]:
        """Give the schedule of the line, or the default, to the endpoint."""
        cleaned = super().clean()
        endpoint = cast(ProxmoxEndpoint, self.instance)
        if not ScheduleFields.base_fields.keys().isdisjoint(self.data):
            endpoint.sync_interval, endpoint.sync_crontab = self.sync_interval, self.sync_crontab
        elif endpoint._state.adding:
            endpoint.sync_interval = default_row()
        return cleaned


class ScheduleBulkEditMixin(ScheduleFields):
    """The schedule of many endpoints: what is left empty stays as it is."""

    no_schedule = forms.BooleanField(
        required=False, label=_('No schedule'), help_text=_('Sync the selected endpoints only when somebody asks')
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a schedule that is set and removed at once."""
        cleaned = super().clean()
        if cleaned.get('no_schedule') and (self.sync_interval or self.sync_crontab):
            self.add_error('no_schedule', _('Set a schedule or remove it, not both.'))
        return cleaned

    def apply_schedule(self, endpoint: ProxmoxEndpoint) -> None:
        """Give the schedule to one of the endpoints."""
        if self.cleaned_data['no_schedule'] or self.sync_interval or self.sync_crontab:
            endpoint.sync_interval, endpoint.sync_crontab = self.sync_interval, self.sync_crontab


def _row[Row: Model](model: type[Row], pk: Any) -> Row | None:
    """Return the row that a cloned endpoint refers to, if it is still there."""
    return model._default_manager.filter(pk__in=keys_of([str(pk)])).first()
