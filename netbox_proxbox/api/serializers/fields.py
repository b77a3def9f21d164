"""Fields of the REST API that hold a secret or a schedule."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from rest_framework import serializers

from netbox_proxbox.schedules.rows import INTERVAL_PERIODS, crontab_row, interval_row

__all__ = ('CrontabScheduleSerializer', 'IntervalScheduleSerializer', 'SecretSerializerField')


class SecretSerializerField(serializers.CharField):
    """Takes a secret and never gives it back. Left out, the stored one stays; empty, it is removed, if that may be."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        style = {'input_type': 'password'}
        kept = {'write_only': True, 'trim_whitespace': False, 'style': style}
        super().__init__(required=required, allow_blank=not required, **kept, **kwargs)


class IntervalScheduleSerializer(serializers.Serializer[IntervalSchedule]):
    """`{"every": 5, "period": "minutes"}`, from 5 seconds to 366 days."""

    every = serializers.IntegerField(min_value=1)
    period = serializers.ChoiceField(choices=INTERVAL_PERIODS)

    def validate(self, attrs: dict[str, Any]) -> Any:
        """Return the schedule itself. A PATCH of the endpoint must name both parts as well."""
        missing = [name for name in self.fields if name not in attrs]
        if missing:
            raise serializers.ValidationError({name: _('This field is required.') for name in missing})
        return interval_row(**attrs)


class CrontabScheduleSerializer(serializers.Serializer[CrontabSchedule]):
    """A crontab in a time zone; what is left out is `*`, and UTC."""

    minute = serializers.CharField(default='*')
    hour = serializers.CharField(default='*')
    day_of_week = serializers.CharField(default='*')
    day_of_month = serializers.CharField(default='*')
    month_of_year = serializers.CharField(default='*')
    timezone = serializers.CharField(default='UTC')

    def validate(self, attrs: dict[str, Any]) -> Any:
        """Return the schedule itself."""
        return crontab_row(**attrs)
